from tests.sheets_sync.world import World


def test_x(world: World) -> None:
    for t in world.sheet.tabs:
        print(t, *world.sheet.tabs[t].trimmed(), sep="\n")
    world.in_step()
    world.paste()
    world.paste()
    world.paste("Acme Hardware", "Guest pass", Quantity=9)
    print(world.sync().sentence, world.sheet.requests)
    print(world.sheet.table("Record usage"))
    print(world.sheet.table("Assignments")[0])
    world.in_step()
