/// The one page of the console; `ConsoleScript` fills it.
enum ConsolePage {
    static let html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Millwright gateway</title>
        <link rel="stylesheet" href="/console.css"><script src="/console.js" defer></script>
        </head>
        <body>
        <header><h1 id="name">Gateway</h1><p id="state" role="status">Asking the agent …</p></header>
        <main>
        <section><h2>Gateway</h2><dl id="facts"></dl></section>
        <section><h2>Machines</h2><div id="machines"></div></section>
        <section><h2>Decisions</h2><div id="decisions"></div></section>
        </main>
        </body>
        </html>

        """

    static let style = """
        :root { color-scheme: light dark; --back: #f6f7f9; --card: #fff; --text: #1b2330; --soft: #5b6675;
          --line: #dfe3e8; --bad: #b3261e; --warn: #8a5a00; --good: #1d6b3a; }
        @media (prefers-color-scheme: dark) {
          :root { --back: #14181f; --card: #1c222b; --text: #e8ecf1; --soft: #9aa6b5; --line: #2e3642;
            --bad: #ff8a80; --warn: #f2b950; --good: #7ad19a; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
        header, main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1rem; color: var(--soft); margin: 1.5rem 0 .5rem; }
        #state { margin: .25rem 0 0; color: var(--soft); } #state.bad { color: var(--bad); }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem; margin: 0; }
        dl div, article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
          padding: .6rem .8rem; }
        dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; font-variant-numeric: tabular-nums; }
        article { margin-bottom: .5rem; } article h3 { margin: 0; font-size: 1rem; display: inline; }
        article p { margin: .25rem 0 0; } .values span { display: inline-block; margin-right: 1.25rem; }
        .values { font-variant-numeric: tabular-nums; } .soft { color: var(--soft); }
        .CRITICAL, .OFFLINE { color: var(--bad); } .WARNING, .MAINTENANCE { color: var(--warn); }
        .ONLINE { color: var(--good); }
        .pill { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .8rem;
          margin-left: .5rem; }

        """
}
