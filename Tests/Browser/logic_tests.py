"""Runs the tests of the console's pure modules in the browser: they are served beside the hub's own files."""

from pathlib import Path

from browser import Refuted, ok

FOLDER = Path(__file__).parent / "logic"


def run(browser, hub):
    with browser.open() as page:
        page.route("**/logic-tests/*.js", serve)
        page.goto(hub)
        for path in sorted(FOLDER.glob("*.test.js")):
            results = page.evaluate(
                "async (name) => (await import(`/logic-tests/${name}`)).default()", path.name)
            for result in results:
                if result["failure"]:
                    raise Refuted(f"{path.stem}: {result['name']}: {result['failure']}")
                ok(f"{path.stem.removesuffix('.test')}: {result['name']}")
        browser.page = None


def serve(route):
    name = route.request.url.rsplit("/", 1)[1]
    route.fulfill(path=FOLDER / name, content_type="text/javascript")
