"""What several parts of the story do."""


def log_in(page, arguments):
    page.goto(arguments.hub)
    page.get_by_label("E-mail").fill(arguments.email)
    page.get_by_label("Password").fill(arguments.password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector(".machine-card")


def drawn(page):
    """Whether each visible chart has pixels of a line, not only its frame."""
    return page.evaluate("""() => {
        const canvases = [...document.querySelectorAll(".trend-panel:not(.score-ribbon) canvas")].slice(0, 2);
        return canvases.length > 0 && canvases.every((canvas) => {
            const { width, height } = canvas;
            const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
            let painted = 0;
            for (let index = 3; index < pixels.length; index += 4) if (pixels[index] > 0) painted += 1;
            return painted > width;
        });
    }""")
