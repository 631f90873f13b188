"""Run every benchmark and print its table."""

from benchmarks import record

if __name__ == "__main__":
    record.main()
