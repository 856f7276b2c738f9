/// The script of the console's page: it asks `/api/status` every two seconds and shows what it says.
enum ConsoleScript {
    static let text = helpers + facts + cards + loop

    private static let helpers = #"""
        'use strict';
        const $ = id => document.getElementById(id);
        const make = (tag, text, name) => {
          const element = document.createElement(tag);
          if (text !== undefined) element.textContent = text;
          if (name) element.className = name;
          return element;
        };
        const short = value => value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
        const bytes = count => count < 1e6 ? (count / 1e3).toFixed(0) + ' kB'
          : count < 1e9 ? (count / 1e6).toFixed(1) + ' MB' : (count / 1e9).toFixed(2) + ' GB';
        const clock = text => text ? new Date(text).toLocaleString() : 'never';

        """#

    private static let facts = #"""
        const hub = hub => !hub.address ? 'works alone'
          : (hub.reachable ? 'reachable since ' : 'not reachable since ') + clock(hub.since);
        const alone = days => days === null ? 'not known yet'
          : days >= 1 ? 'for ' + Math.floor(days) + ' days' : 'for less than a day';
        const facts = status => [
          ['Broker', status.broker.connected ? 'connected' : 'not connected'],
          ['Hub', hub(status.hub) + (status.syncPaused ? ', sync is paused' : '')],
          ['To be sent', status.backlog.readings + ' readings, ' + status.backlog.events + ' events'],
          ['Oldest of it', status.backlog.oldestAt ? clock(status.backlog.oldestAt) : 'nothing'],
          ['Disk', bytes(status.disk.usedBytes) + ' of ' + bytes(status.disk.budgetBytes)],
          ['Can run offline', alone(status.offlineDays)],
          ['Readings stored', status.readingsStored.toLocaleString()],
          ['Messages in quarantine', status.messagesQuarantined.toLocaleString()],
          ['Conflicts to decide', status.openConflicts.toLocaleString()],
        ].map(([name, value]) => {
          const pair = make('div');
          pair.append(make('dt', name), make('dd', value));
          return pair;
        });

        """#

    private static let cards = #"""
        const value = ([metric, reading]) => {
          const one = make('span', metric + ' ' + short(reading.value) + ' ' + reading.unit);
          one.title = clock(reading.timestamp) + (reading.score === null ? '' : ', score ' + reading.score.toFixed(3));
          return one;
        };
        const twin = twin => 'Twin: health ' + twin.health.toFixed(1) + ' %'
          + (twin.temperature === null ? '' : ', expects ' + twin.temperature.toFixed(1) + ' °C')
          + (twin.temperatureDeviation == null ? '' : ' ± ' + twin.temperatureDeviation.toFixed(1))
          + (twin.remainingLow == null ? '' : ', life left ' + short(twin.remainingLow) + ' to '
            + short(twin.remainingHigh) + ' h')
          + (twin.calibrated === false ? ', not yet calibrated' : '');
        const joint = joint => 'Machine: score ' + joint.score.toFixed(3)
          + (joint.alarm ? ', odd since ' + clock(joint.since) + ', most of all ' + joint.metric + ': expected '
            + short(joint.expected) + ', ' + short(Math.abs(joint.distance)) + ' usual distances '
            + (joint.distance < 0 ? 'under' : 'over') : '');
        const forest = forest => 'Forest ' + (forest.version ?? 'none') + ': '
          + (forest.score !== null ? 'score ' + forest.score.toFixed(3)
            : forest.rowsNeeded ? 'has seen ' + forest.rowsKnown + ' of ' + forest.rowsNeeded + ' rows'
            : 'not yet here')
          + (forest.alarm ? ', odd since ' + clock(forest.since) + (forest.metric === null ? '' : ', most of all '
            + forest.metric + ': usually ' + short(forest.expected) + ', ' + short(Math.abs(forest.distance))
            + ' usual distances ' + (forest.distance < 0 ? 'under' : 'over')) : '')
          + (forest.wanted === forest.version ? '' : ', the hub wants ' + (forest.wanted ?? 'none'))
          + (forest.refusal === null ? '' : ', ' + forest.refusal);
        const machine = machine => {
          const card = make('article');
          card.append(make('h3', machine.key), make('span', machine.status, 'pill ' + machine.status));
          card.append(make('span', ' ' + machine.profile, 'soft'));
          const values = make('p', undefined, 'values');
          values.append(...Object.entries(machine.latest).map(value));
          card.append(values);
          if (machine.twin && machine.twin.health !== null) card.append(make('p', twin(machine.twin), 'soft'));
          if (machine.joint) card.append(make('p', joint(machine.joint), machine.joint.alarm ? 'WARNING' : 'soft'));
          if (machine.forest) card.append(make('p', forest(machine.forest),
            machine.forest.alarm || machine.forest.refusal !== null ? 'WARNING' : 'soft'));
          for (const latch of machine.latches) card.append(make('p', 'Latched: ' + latch, 'CRITICAL'));
          if (machine.conflicted) card.append(make('p', 'Conflicted: a person has to decide', 'WARNING'));
          for (const alert of machine.alerts)
            card.append(make('p', alert.severity + ': ' + alert.message, alert.severity));
          return card;
        };
        const decision = decision => {
          const card = make('article');
          card.append(make('h3', decision.machine + ': ' + decision.actionTaken));
          card.append(make('span', decision.riskLevel, 'pill ' + decision.riskLevel), make('p', decision.reasoning));
          const how = decision.hubReachable ? '' : ', made without the hub';
          card.append(make('p', clock(decision.decidedAt) + ', ' + decision.rule + how, 'soft'));
          return card;
        };
        const list = (items, show, none) => items.length ? items.map(show) : [make('p', none, 'soft')];

        """#

    private static let loop = #"""
        const show = status => {
          $('name').textContent = status.name;
          document.title = status.name + ' · Millwright gateway';
          $('facts').replaceChildren(...facts(status));
          $('machines').replaceChildren(...list(status.machines, machine, 'No machine has published yet.'));
          $('decisions').replaceChildren(...list(status.decisions, decision, 'None so far.'));
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

        """#
}
