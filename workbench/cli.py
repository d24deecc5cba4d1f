"""The terminal: arguments in, one use case, words out. Heavy imports wait inside the commands."""

from __future__ import annotations

import argparse
import gettext
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError, message
from workbench.locale import LANGUAGES, Language
from workbench.views.progress_line import ProgressLine

DONE, DIFFERENT, MISTAKE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 when done, 1 when `verify` finds a difference, 2 for a mistake of the user."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = Language(_language_in(given))
    _use_catalogue_in_argparse(language)
    options = _parser(language).parse_args(given)
    options.lang = language.code  # wherever on the line it stands
    try:
        return int(options.command(options, language))
    except WorkbenchError as error:
        for each in error.faults:
            print(each.render(language.text), file=sys.stderr)
        print(language.text("{count} problem(s); nothing was written.", count=len(error.faults)), file=sys.stderr)
        return MISTAKE
    except KeyboardInterrupt:
        print(language.text("Stopped; nothing was written."), file=sys.stderr)
        return 130


def _language_in(arguments: Sequence[str]) -> str:
    """Find the language before parsing, because the help itself is shown in it."""
    for place, each in enumerate(arguments):
        value = each.removeprefix("--lang=") if each.startswith("--lang=") else None
        if each == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in LANGUAGES:
            return str(value)
    return "id"


def _use_catalogue_in_argparse(language: Language) -> None:
    """Let argparse's own words ('usage', 'options') come from our catalogue too."""
    os.environ["LANGUAGE"] = language.code
    gettext.bindtextdomain("workbench", str(language.folder))
    gettext.textdomain("workbench")


def _parser(language: Language) -> argparse.ArgumentParser:
    text = language.text
    parser = argparse.ArgumentParser(
        prog="workbench",
        description=text(
            "Scores civil servants and units from measurable indicators, so that every number can be rebuilt."
        ),
        epilog=text(
            "Exit codes: 0 done; 1 a difference was found (verify); 2 a mistake to be mended, nothing was written."
        )
        + "\n\n"
        + text("Example:")
        + "\n  workbench init kecamatan\n  workbench run kecamatan/2025-S1.yaml",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=text("language (default: id)"))
    commands = parser.add_subparsers(title=text("commands"), metavar="<…>", required=True)

    def command(name: str, act: Callable[..., int], summary: str, example: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name,
            help=text(summary),
            description=text(summary),
            epilog=f"{text('Example:')}\n  workbench {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        sub.add_argument("--lang", choices=LANGUAGES, default="id", help=text("language (default: id)"))
        sub.set_defaults(command=act)
        return sub

    run = command(
        "run",
        _run,
        message("Evaluates a cycle, writes its run directory with reports and prints where it is."),
        "run parameters/plaju/2025-S1.yaml --runs runs",
    )
    run.add_argument("file", type=Path, metavar=text("file"), help=text("parameters file or scenario (.yaml)"))
    run.add_argument(
        "--runs",
        type=Path,
        metavar="FOLDER",
        default=Path("runs"),
        help=text("folder for run directories (default: runs)"),
    )
    run.add_argument("--cluster", metavar="tcp://…", help=text("address of a Dask scheduler that renders the reports"))
    compare = command(
        "compare",
        _compare,
        message("Shows how scores changed between two cycles or scenarios, and by which effects."),
        "compare parameters/plaju/2025-S1.yaml parameters/plaju/2025-S2.yaml",
    )
    for side, words in (("before", message("parameters file or run directory")), ("after", message("the other one"))):
        compare.add_argument(side, type=Path, metavar=text(side), help=text(words))
    compare.add_argument("--csv", type=Path, metavar="FILE", help=text("also as a table, for programs"))
    compare.add_argument("--html", type=Path, metavar="FILE", help=text("also as a page, with charts"))
    explore = command(
        "explore",
        _explore,
        message("Opens a notebook in which the weights of a cycle are moved by hand; nothing leaves this machine."),
        "explore parameters/plaju/2025-S1.yaml --app",
    )
    explore.add_argument("file", type=Path, metavar=text("file"), help=text("parameters file or scenario (.yaml)"))
    explore.add_argument("--app", action="store_true", help=text("as a page without code, instead of JupyterLab"))
    explore.add_argument("--notebook", default="weights", help=text("which notebook (default: {name})", name="weights"))
    explore.add_argument("--no-browser", action="store_true", help=text("only print the address"))
    explore.add_argument("--port", type=_whole_number(text, 1), metavar="N", help=text("on which the page is served"))
    check = command(
        "check",
        _check,
        message("Does everything 'run' does, except writing: checks parameters, plugins and data, and scores."),
        "check parameters/plaju/2025-S1.yaml",
    )
    check.add_argument("file", type=Path, metavar=text("file"), help=text("parameters file or scenario (.yaml)"))
    init = command(
        "init",
        _init,
        message("Lays out a starter place: a parameters file and synthetic sample tables."),
        "init kecamatan",
    )
    init.add_argument("folder", type=Path, help=text("a new or empty folder"))
    new_plugin = command(
        "new-plugin",
        _new_plugin,
        message("Lays out a plugin of your own: an indicator with its tests and an example, ready to be installed."),
        "new-plugin patents",
    )
    new_plugin.add_argument("name", metavar=text("name"), help=text("name of the indicator, in snake_case"))
    new_plugin.add_argument(
        "--dir", type=Path, dest="folder", metavar="DIR", help=text("a new or empty folder (default: workbench-NAME)")
    )
    simulate = command(
        "simulate",
        _simulate,
        message("Makes up a place of any size, with the truth beside its tables: nobody in it exists."),
        "simulate walesi latihan --seed 7 --employees 60 --units 4",
    )
    simulate.add_argument("place", metavar=text("place"), help=text("which place"))
    simulate.add_argument("folder", type=Path, help=text("a new or empty folder"))
    simulate.add_argument(
        "--seed",
        type=_whole_number(text, 0),
        default=2025,
        help=text("the same seed gives the same tables (default: 2025)"),
    )
    simulate.add_argument(
        "--employees", type=_whole_number(text, 1), metavar="N", help=text("number of employees in all")
    )
    simulate.add_argument("--units", type=_whole_number(text, 1), metavar="N", help=text("number of units"))
    indicators = command(
        "indicators", _indicators, message("Lists the indicators that can be used, with their reference."), "indicators"
    )
    methods = command(
        "methods",
        _methods,
        message("Lists the methods a parameters file can name, with formula and source."),
        "methods",
    )
    plugins = command(
        "plugins", _plugins, message("Lists the plugins, where they come from and what they offer."), "plugins"
    )
    for each in (run, compare, check, simulate, indicators, methods, plugins):
        each.add_argument("--plugins-dir", type=Path, metavar="FOLDER", help=text("folder with plugin files (*.py)"))
    for each in (indicators, methods, plugins):
        each.add_argument("--json", action="store_true", help=text("as JSON, for programs"))
    publish = command(
        "publish",
        _publish,
        message("Writes tables and a page for leaders or the public that tell nothing about single people."),
        "publish runs/plaju/2025-S1-pegawai/3f2a9c01b7de --for public",
    )
    publish.add_argument("run", type=Path, metavar=text("run"), help=text("run directory"))
    publish.add_argument(
        "--for", dest="audience", choices=("leaders", "public"), required=True, help=text("who will read it")
    )
    publish.add_argument(
        "--to", type=Path, dest="folder", metavar="FOLDER", help=text("a new folder (default: PLACE-CYCLE-AUDIENCE)")
    )
    publish.add_argument(
        "--smallest",
        type=_whole_number(text, 3),
        metavar="N",
        default=5,
        help=text("numbers of fewer people are hidden (default: 5)"),
    )
    verify = command(
        "verify",
        _verify,
        message("Rechecks a run directory and names every file that changed, is missing or was added."),
        "verify runs/plaju/2025-S1/3f2a9c01b7de",
    )
    verify.add_argument("run", type=Path, metavar=text("run"), help=text("run directory"))
    return parser


def _run(options: argparse.Namespace, language: Language) -> int:
    from workbench.run_cycle import run_cycle

    with ProgressLine(language) as progress:
        outcome = run_cycle(
            options.file,
            runs=options.runs,
            language=options.lang,
            plugins_dir=options.plugins_dir,
            cluster=options.cluster,
            progress=progress,
        )
    if outcome.obstacle_to_pdf:
        print(
            language.text("No PDF was made: {reason}", reason=language.text(outcome.obstacle_to_pdf)), file=sys.stderr
        )
    if not outcome.fresh:
        print(language.text("These inputs had been run before; that run was verified and is unchanged."))
    for report in sorted((outcome.directory / "reports").glob("*.*")):
        print(language.text("Report: {path}", path=report))
    print(outcome.directory)
    return DONE


def _compare(options: argparse.Namespace, language: Language) -> int:
    from workbench.compare_cycles import compare_cycles, write_page, write_table
    from workbench.views.comparison import compared_in_text

    with ProgressLine(language) as progress:
        change = compare_cycles(options.before, options.after, plugins_dir=options.plugins_dir, progress=progress)
    print(compared_in_text(change, language))
    if options.csv:
        write_table(options.csv, change)
    if options.html:
        write_page(options.html, change, language)
    return DONE


def _explore(options: argparse.Namespace, language: Language) -> int:
    from workbench.explore_cycle import explore

    explore(
        options.file,
        notebook=options.notebook,
        app=options.app,
        language=options.lang,
        browser=not options.no_browser,
        port=options.port,
    )
    return DONE


def _check(options: argparse.Namespace, language: Language) -> int:
    from workbench.prepare_cycle import prepare

    with ProgressLine(language) as progress:
        prepared = prepare(options.file, plugins_dir=options.plugins_dir, progress=progress)
        progress("scoring")
        card = prepared.score()
        prepared.people(card)
    print(
        language.text(
            "No fault found: {subjects} subjects, {indicators} indicators, {tables} tables; {missing} values are "
            "missing. Nothing was written.",
            subjects=len(card.scores),
            indicators=len(prepared.framework.leaves),
            tables=len(prepared.inputs.sources),
            missing=len(prepared.measurements.missing),
        )
    )
    return DONE


def _init(options: argparse.Namespace, language: Language) -> int:
    from workbench.files.starter import lay_out

    first = lay_out(options.folder)
    print(language.text("Laid out in {folder}. Next:", folder=options.folder))
    print(f"  workbench run {first}")
    return DONE


def _new_plugin(options: argparse.Namespace, language: Language) -> int:
    from workbench.files.new_plugin import lay_out_plugin
    from workbench.registry import load_catalogue

    catalogue = load_catalogue()
    taken = {each.name: each.place for each in catalogue.plugins}
    taken |= {code: catalogue.origins[f"indicator:{code}"].place for code in catalogue.indicators}
    folder = lay_out_plugin(options.name, options.folder, taken=taken)
    print(language.text("Laid out in {folder}. Next:", folder=folder))
    print(f"  pip install --editable '{folder}[test]'")
    print(f"  pytest {folder}")
    print(f"  workbench run {folder / 'example' / '2025-S1.yaml'}")
    return DONE


def _simulate(options: argparse.Namespace, language: Language) -> int:
    from workbench.simulate_place import simulate_place

    files = simulate_place(
        options.place,
        options.folder,
        seed=options.seed,
        units=options.units,
        employees=options.employees,
        plugins_dir=options.plugins_dir,
    )
    print(language.text("Laid out in {folder}. Next:", folder=options.folder))
    for file in files:
        print(f"  workbench run {file}")
    return DONE


def _whole_number(text: Callable[..., str], least: int) -> Callable[[str], int]:
    def whole_number(written: str) -> int:
        if not written.isdecimal() or int(written) < least:
            raise argparse.ArgumentTypeError(text("a whole number from {least} on is needed", least=least))
        return int(written)

    return whole_number


def _indicators(options: argparse.Namespace, language: Language) -> int:
    from workbench.views.listings import indicator_rows, listed

    print(listed(indicator_rows(_catalogue(options), language), language, as_json=options.json))
    return DONE


def _methods(options: argparse.Namespace, language: Language) -> int:
    from workbench.views.listings import listed, method_rows

    print(listed(method_rows(_catalogue(options), language), language, as_json=options.json))
    return DONE


def _plugins(options: argparse.Namespace, language: Language) -> int:
    from workbench.views.listings import listed, plugin_rows

    print(listed(plugin_rows(_catalogue(options)), language, as_json=options.json))
    return DONE


def _publish(options: argparse.Namespace, language: Language) -> int:
    from workbench.publish_run import publish_run

    with ProgressLine(language) as progress:
        folder = publish_run(
            options.run,
            options.folder,
            audience=options.audience,
            smallest=options.smallest,
            language=options.lang,
            progress=progress,
        )
    print(folder)
    return DONE


def _verify(options: argparse.Namespace, language: Language) -> int:
    from workbench.files.run_directory import verify_run

    faults = verify_run(options.run)
    for each in faults:
        print(each.render(language.text))
    print(
        language.text("{count} file(s) differ from what was sealed.", count=len(faults))
        if faults
        else language.text("Every file is as it was sealed.")
    )
    return DIFFERENT if faults else DONE


def _catalogue(options: argparse.Namespace) -> Any:
    from workbench.registry import load_catalogue, plugin_files_in

    return load_catalogue(plugin_files_in(options.plugins_dir) if options.plugins_dir else ())


if __name__ == "__main__":
    sys.exit(main())
