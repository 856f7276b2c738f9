internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import DeviceProfiles
internal import Logging
internal import MQTT
internal import Runtime
internal import SyncWire
internal import Telemetry

/// How what happened becomes durable, and what may happen only then.
extension PlantLoop {
    /// Stores readings, events, intents and what guards have changed in one transaction; false when there is no room.
    ///
    /// Then nothing of it is stored and nothing is forgotten: the loop stops reading and comes here again.
    func commit() throws -> Bool {
        board.noteTurn()
        if isStuck && uptime < connection.nextStuckTry { return false }
        try takeCommandNews()
        let readings = store.window.count - store.window.committed
        prepareStates()
        do {
            try store.commit(batch, at: now)
        } catch {
            guard error == .diskFull else { throw error }
            try noteFull()
            return false
        }
        if isStuck {
            logger.notice("the disk has room again; messages are taken")
            isStuck = false
            publishReadiness()
        }
        if readings > 0, windowOpenSince == nil { windowOpenSince = uptime }
        commands.committed()
        batch.removeAll()
        for index in changedWatches { watches[index].isChanged = false }
        changedWatches.removeAll(keepingCapacity: true)
        commandsChanged = false
        runStoredForests()
        applyDocuments()
        counts.quarantineTrimmed = store.quarantineTrimmed
        counts.noteCommit(uptime: uptime, to: board)
        return true
    }

    /// Turns what guards want into events, statuses and intents of the batch.
    func record(_ wanted: [AutonomyEffect], of watch: MachineWatch?) {
        for effect in wanted {
            switch effect {
            case .alert(let alert): batch.events.append(.alert(alert))
            case .decision(let decision):
                batch.events.append(.decision(decision))
                decisions.insert(decision, at: 0)
                if decisions.count > Self.decisionsMax { decisions.removeLast() }
            case .status(let status, let reason, let decision):
                guard let watch else { continue }
                let change = MachineStatusChange(
                    machine: watch.key, status: status, reason: reason, decision: decision, at: now)
                batch.events.append(.machineStatus(change))
                noteChange(of: watch)
                write(status, reason: reason, of: watch)
            case .command(let command):
                commandsChanged = true
                record(commands.intend(command, now: now), of: watch)
            case .action(let action):
                commandsChanged = true
                if !noteHubCommand(action) { batch.events.append(.action(action)) }
            case .withheld(let action, let code):
                commandsChanged = true
                if !noteWithheld(action, code) { batch.events.append(.action(action)) }
            }
        }
        if watch != nil { effects.removeAll(keepingCapacity: true) }
    }

    /// Publishes what is intended and durable; it counts as sent from here on, because from here on it may arrive.
    func sendCommands() {
        guard !commands.open.isEmpty, connection.isConnected else { return }
        withdrawHubCommands()
        withdrawLatchedStarts()
        let (sendable, changes) = commands.takeSendable(context: context)
        guard !sendable.isEmpty else { return }
        record(changes, of: nil)
        for command in sendable {
            do {
                let left = command.action.expiresAt.seconds(since: now).rounded(.up)
                try broker.publish(
                    topic: command.topic, payload: command.payload, qos: .atLeastOnce,
                    expiresAfterSeconds: UInt32(max(1, min(left, 86_400 * 365))))
                counts.commandsSent &+= 1
            } catch {
                record(commands.notSent(command.action.id, now: now), of: nil)
            }
        }
        broker.write()
    }

    /// Notes that a machine's record and alarms are to be written with the next commit.
    func noteChange(of watch: MachineWatch) {
        guard !watch.isChanged else { return }
        watch.isChanged = true
        changedWatches.append(watch.index)
    }

    /// Puts the snapshots that belong to this transaction into the batch, in the place of those of an attempt that
    /// failed.
    private func prepareStates() {
        guard !changedWatches.isEmpty || commandsChanged else { return }
        batch.machines.removeAll(keepingCapacity: true)
        batch.states.removeAll { $0.name.hasPrefix(StateName.alarms) || $0.name == StateName.commands }
        for index in changedWatches {
            let watch = watches[index]
            batch.machines.append(
                MachineRecord(
                    key: watch.key, profile: router.machines[index].profile.name, status: watch.guardian.status,
                    isOnline: watch.isConnected, firstSeen: watch.firstSeen, lastSeen: watch.lastSeen))
            batch.states.append(
                NamedState(name: StateName.alarms + watch.key.description, body: watch.guardian.alarmSnapshot()))
        }
        if commandsChanged {
            batch.states.append(NamedState(name: StateName.commands, body: CommandSnapshot.encode(commands.open)))
        }
    }

    /// The disk is full: makes what room it may, and tries again in a second.
    private func noteFull() throws {
        if !isStuck { logger.error("the disk is full; nothing is read or acknowledged until there is room") }
        isStuck = true
        counts.stuck &+= 1
        publishReadiness()
        board.update(from: self)
        connection.nextStuckTry = uptime.advanced(seconds: 1)
        // As soon as there is room again readings are to be stored again, not only counted.
        nextRoom = connection.nextStuckTry
        let mode = store.mode
        do {
            _ = try store.makeRoom(at: now, sparing: sync.inFlight, isUrgent: true)
        } catch {
            if error != .diskFull { throw error }
        }
        if store.mode != mode { note(store.mode) }
    }

    static let decisionsMax = 50
}
