// What the grid needs in the browser: how cells look, how they are edited, copied and pasted.
window.playgroundSheet = (() => {
  const PLAIN = Object.fromEntries(
    ["backgroundColor", "color", "fontWeight", "fontStyle", "textDecoration", "textAlign"].map((part) => [part, ""]),
  );
  const nameOf = (params) => params.column.getColId();
  const isLocked = (params) => params.data.locked.includes(nameOf(params));
  const gridOf = (target) => target instanceof Element && target.closest(".sheet-grid");

  class Editor {
    init(params) {
      const choices = params.context.choices[params.data.choices[nameOf(params)]] || [];
      this.before = params.value;
      this.frame = document.createElement("div");
      this.frame.className = "sheet-editor";
      this.input = document.createElement("input");
      const isTyped = params.eventKey && params.eventKey.length === 1;
      this.input.value = isTyped ? params.eventKey : params.value;
      this.selectsAll = !isTyped;
      this.frame.append(this.input);
      if (choices.length) this.offer(choices);
    }
    offer(choices) {
      const list = document.createElement("datalist");
      list.id = `choices-${Math.random().toString(36).slice(2)}`;
      for (const choice of choices) list.append(new Option(choice, choice));
      this.input.setAttribute("list", list.id);
      this.frame.append(list);
    }
    getGui() {
      return this.frame;
    }
    afterGuiAttached() {
      this.input.focus();
      if (this.selectsAll) this.input.select();
    }
    getValue() {
      return this.input.value;
    }
    isCancelAfterEnd() {
      return this.input.value === this.before;
    }
  }

  const emitFrom = (grid, name, args) => {
    grid.dispatchEvent(new CustomEvent(name, { detail: args, bubbles: true }));
  };

  const apiOf = (grid) => {
    const id = Number(grid.id.replace("c", ""));
    return window.getElement(id).api;
  };

  const isInView = (api, name) => {
    const column = api.getColumn(name);
    if (!column || column.isPinned()) return true;
    const { left, right } = api.getHorizontalPixelRange();
    return column.getLeft() >= left && column.getLeft() + column.getActualWidth() <= right;
  };

  // With fewer columns than before, the rows go back by themselves; header and frozen row don't.
  const SIDEWAYS = ["header", "floating-top", "center-cols", "body-horizontal-scroll"];
  const scrollToStart = (id) => {
    const grid = document.getElementById(`c${id}`);
    for (const part of SIDEWAYS) {
      for (const pane of grid?.querySelectorAll(`.ag-${part}-viewport`) ?? []) pane.scrollLeft = 0;
    }
  };

  const tellSeen = ({ api }) => {
    const columns = api.getAllDisplayedColumns().map((column) => column.getColId());
    const grid = document.querySelector(".sheet-grid");
    emitFrom(grid, "seen", columns.filter((name) => name !== "n" && isInView(api, name)));
  };

  // Whoever pressed, typed or scrolled in the sheet last has their eyes there.
  let worksInSheet = false;
  const noticeWork = ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest(".sheet, .left")) worksInSheet = Boolean(target.closest(".sheet"));
  };
  for (const act of ["pointerdown", "keydown", "wheel"]) {
    document.addEventListener(act, noticeWork, { capture: true, passive: true });
  }

  const isEmpty = (api, row) => !Object.values(api.getRowNode(row)?.data.texts ?? {}).some(Boolean);

  // A small change of somebody else's, in rows that stood there before: others go to the end.
  const isToBeShown = (api, rows) =>
    rows.length > 0 && rows.length <= 3 && !worksInSheet && !rows.some((row) => isEmpty(api, row));

  // Escape closes the form on top, unless a menu or a question before it is open.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector(".q-menu, .q-dialog")) return;
    document.querySelector(".modal:not(.hidden) .modal-foot button")?.click();
  });

  document.addEventListener("paste", (event) => {
    const grid = gridOf(document.activeElement);
    if (!grid || document.activeElement.tagName === "INPUT") return;
    event.preventDefault();
    emitFrom(grid, "pasted", event.clipboardData.getData("text/plain"));
  });

  document.addEventListener("copy", (event) => {
    const grid = gridOf(document.activeElement);
    if (!grid || document.activeElement.tagName === "INPUT") return;
    const api = apiOf(grid);
    const cell = api.getFocusedCell();
    const find = cell && (cell.rowPinned ? api.getPinnedTopRow : api.getDisplayedRowAtIndex);
    const row = find && find.call(api, cell.rowIndex);
    if (!row) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", row.data.texts[cell.column.getColId()] || "");
  });

  return {
    Editor,
    text: (params) => params.data.texts[nameOf(params)] ?? "",
    take: (params) => {
      params.data.texts[nameOf(params)] = params.newValue ?? "";
      return true;
    },
    // AG Grid keeps what a style no longer names, so every part is named.
    look: (params) => ({ ...PLAIN, ...params.context.looks[params.data.looks[nameOf(params)]] }),
    note: (params) => params.data.notes[nameOf(params)] || null,
    hasNote: (params) => Boolean(params.data.notes[nameOf(params)]),
    hasChoices: (params) => nameOf(params) in params.data.choices,
    isOpen: (params) => !isLocked(params),
    keyDown: (params) => {
      const event = params.event;
      const changes = event.key.length === 1 || ["Delete", "Backspace", "Enter"].includes(event.key);
      const grid = gridOf(event.target);
      if (!grid || !params.data?.locked || event.ctrlKey || event.metaKey) return;
      if (changes && isLocked(params)) emitFrom(grid, "locked");
    },
    doubleClicked: (params) => {
      const grid = gridOf(params.event.target);
      if (grid && params.data?.locked && isLocked(params)) emitFrom(grid, "locked");
    },
    // Where a screen can be touched, AG Grid waits for touches and doesn't notice a mouse.
    clicked: ({ api, rowIndex, column, rowPinned }) => {
      const at = api.getFocusedCell();
      const pinned = rowPinned ?? null;
      const isThere = at?.rowIndex === rowIndex && at.column === column && (at.rowPinned ?? null) === pinned;
      if (!isThere) api.setFocusedCell(rowIndex, column, pinned);
    },
    tellSeen,
    show: (id, update) => {
      const api = window.getElement(id)?.api;
      if (!api) return;
      const lit = Object.entries(update.lit);
      const isShown = isToBeShown(api, Object.keys(update.lit)) && !api.getEditingCells().length;
      api.setGridOption("context", update.context);
      api.setGridOption("pinnedTopRowData", update.frozen);
      api.setGridOption("rowData", update.rows);
      api.refreshCells({ force: true });
      if (update.fromStart) {
        api.clearFocusedCell();
        const first = api.getAllDisplayedColumns().find((column) => !column.isPinned());
        if (update.rows.length) api.ensureIndexVisible(0, "top");
        if (first) api.ensureColumnVisible(first, "start");
        scrollToStart(id);
        requestAnimationFrame(() => scrollToStart(id));
      }
      for (const [row, columns] of lit) {
        const node = api.getRowNode(row);
        if (node) api.flashCells({ rowNodes: [node], columns });
      }
      if (isShown) {
        const [row, columns] = lit[0];
        const node = api.getRowNode(row);
        if (node) api.ensureNodeVisible(node);
        if (!columns.some((name) => isInView(api, name))) api.ensureColumnVisible(columns[0]);
      }
      tellSeen({ api });
    },
  };
})();
