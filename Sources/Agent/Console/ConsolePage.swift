/// The one page of the console: it asks `/api/status` every two seconds and shows what it says.
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
        @media (prefers-color-scheme: dark) { :root { --back: #14181f; --card: #1c222b; --text: #e8ecf1; --soft: #9aa6b5;
          --line: #2e3642; --bad: #ff8a80; --warn: #f2b950; --good: #7ad19a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
        header, main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1rem; color: var(--soft); margin: 1.5rem 0 .5rem; }
        #state { margin: .25rem 0 0; color: var(--soft); } #state.bad { color: var(--bad); }
        dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem; margin: 0; }
        dl div, article { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
        dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; font-variant-numeric: tabular-nums; }
        article { margin-bottom: .5rem; } article h3 { margin: 0; font-size: 1rem; display: inline; }
        article p { margin: .25rem 0 0; } .values span { display: inline-block; margin-right: 1.25rem; }
        .values { font-variant-numeric: tabular-nums; } .soft { color: var(--soft); }
        .CRITICAL, .OFFLINE { color: var(--bad); } .WARNING, .MAINTENANCE { color: var(--warn); } .ONLINE { color: var(--good); }
        .pill { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .6rem; font-size: .8rem; margin-left: .5rem; }

        """

    static let script = """
        'use strict';
        const $ = id => document.getElementById(id);
        const make = (tag, text, name) => {
          const element = document.createElement(tag);
          if (text !== undefined) element.textContent = text;
          if (name) element.className = name;
          return element;
        };
        const short = value => Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
        const bytes = count => count < 1e6 ? (count / 1e3).toFixed(0) + ' kB' : count < 1e9 ? (count / 1e6).toFixed(1) + ' MB' : (count / 1e9).toFixed(2) + ' GB';
        const clock = text => text ? new Date(text).toLocaleString() : 'never';
        const facts = status => [
          ['Broker', status.broker.connected ? 'connected' : 'not connected'],
          ['Hub', !status.hub.address ? 'works alone' : (status.hub.reachable ? 'reachable since ' : 'not reachable since ') + clock(status.hub.since)],
          ['To be sent', status.backlog.readings + ' readings, ' + status.backlog.events + ' events'],
          ['Oldest of it', status.backlog.oldestAt ? clock(status.backlog.oldestAt) : 'nothing'],
          ['Disk', bytes(status.disk.usedBytes) + ' of ' + bytes(status.disk.budgetBytes)],
          ['Can run offline', status.offlineDays === null ? 'not known yet' : status.offlineDays >= 1 ? 'for ' + Math.floor(status.offlineDays) + ' days' : 'for less than a day'],
          ['Readings stored', status.readingsStored.toLocaleString()],
          ['Messages in quarantine', status.messagesQuarantined.toLocaleString()],
        ];
        const showMachine = machine => {
          const card = make('article');
          card.append(make('h3', machine.key), make('span', machine.status, 'pill ' + machine.status), make('span', ' ' + machine.profile, 'soft'));
          const values = make('p', undefined, 'values');
          for (const [metric, reading] of Object.entries(machine.latest)) {
            const one = make('span', metric + ' ' + short(reading.value) + ' ' + reading.unit);
            one.title = clock(reading.timestamp) + (reading.score === null ? '' : ', score ' + reading.score.toFixed(3));
            values.append(one);
          }
          card.append(values);
          if (machine.twin && machine.twin.health !== null)
            card.append(make('p', 'Twin: health ' + machine.twin.health.toFixed(1) + ' %' + (machine.twin.temperature === null ? '' : ', expects ' + machine.twin.temperature.toFixed(1) + ' °C'), 'soft'));
          for (const alert of machine.alerts) card.append(make('p', alert.severity + ': ' + alert.message, alert.severity));
          return card;
        };
        const showDecision = decision => {
          const card = make('article');
          card.append(make('h3', decision.machine + ': ' + decision.actionTaken), make('span', decision.riskLevel, 'pill ' + decision.riskLevel));
          card.append(make('p', decision.reasoning), make('p', clock(decision.decidedAt) + ', ' + decision.rule + (decision.hubReachable ? '' : ', made without the hub'), 'soft'));
          return card;
        };
        const show = status => {
          $('name').textContent = status.name;
          document.title = status.name + ' · Millwright gateway';
          $('facts').replaceChildren(...facts(status).map(([name, value]) => {
            const pair = make('div');
            pair.append(make('dt', name), make('dd', value));
            return pair;
          }));
          $('machines').replaceChildren(...(status.machines.length ? status.machines.map(showMachine) : [make('p', 'No machine has published yet.', 'soft')]));
          $('decisions').replaceChildren(...(status.decisions.length ? status.decisions.map(showDecision) : [make('p', 'None so far.', 'soft')]));
        };
        const ask = async () => {
          try {
            const answer = await fetch('/api/status', { signal: AbortSignal.timeout(5000) });
            if (!answer.ok) throw new Error('status ' + answer.status);
            const status = await answer.json();
            show(status);
            $('state').textContent = 'Version ' + status.version + ', runs since ' + clock(status.startedAt);
            $('state').className = '';
          } catch (error) {
            $('state').textContent = 'The agent does not answer (' + error.message + '); what is shown is old.';
            $('state').className = 'bad';
          }
          setTimeout(ask, 2000);
        };
        ask();

        """
}
