"""Run the benchmarks: `python -m benchmarks [NAME [OPTIONS]]`; without a name, all of them."""

import importlib
import pkgutil
import sys

import benchmarks
from benchmarks import table


def named() -> list[str]:
    """Modules here that can be run: those with a `main`."""
    modules = [m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name != "__main__"]
    return [m for m in modules if hasattr(importlib.import_module(f"benchmarks.{m}"), "main")]


def run(name: str, options: list[str]) -> bool:
    """Run one; False where a limit was missed."""
    print(f"\n{name}")
    sys.argv = [f"benchmarks.{name}", *options]
    figures = importlib.import_module(f"benchmarks.{name}").main()
    if figures is None:  # it prints while it measures
        return True
    print(table(figures))
    return all(figure.met is not False for figure in figures)


def main() -> int:
    name, *options = sys.argv[1:] or [""]
    if name and name not in named():
        print(f"There is no benchmark {name!r}; there are {', '.join(named())}.", file=sys.stderr)
        return 2
    results = [run(each, options) for each in ([name] if name else named())]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
