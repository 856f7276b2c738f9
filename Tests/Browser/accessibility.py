"""axe on the page as it stands: WCAG 2.2 AA."""

from pathlib import Path

import axe_playwright_python

from browser import Refuted, ok

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def check(page, name):
    # Through the debugger, not as a script of the page: the content security policy allows none but the hub's.
    page.evaluate(f"() => {{ {AXE}; window.axe = window.axe ?? axe; }}")
    result = page.evaluate("(tags) => window.axe.run(document, { runOnly: tags })", RULES)
    violations = result["violations"]
    if violations:
        raise Refuted(f"{name} is accessible:\n" + "\n".join(map(describe, violations)))
    ok(f"{name} is accessible ({len(result['passes'])} rules of WCAG 2.2 AA)")


def describe(violation):
    places = "; ".join(str(node["target"]) + " " + node["failureSummary"].replace("\n", " ")
                       for node in violation["nodes"][:4])
    return f"  {violation['id']}: {violation['help']}: {places}"
