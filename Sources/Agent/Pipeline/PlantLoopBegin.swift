internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import DeviceProfiles
internal import Logging
internal import MQTT
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// How the plant thread takes up where it was, and how it ends.
extension PlantLoop {
    /// Reads back machines, alarms, models, commands and decisions.
    func restore() throws {
        let opening = store.opening
        if let aside = opening.setAside {
            logger.error(
                "the store was damaged and is set aside; a new incarnation begins",
                metadata: ["what": "\(aside.what)", "movedTo": "\(aside.movedTo)"])
        }
        for record in try store.machines() {
            guard case .success(let index) = router.adopt(record.key, profile: record.profile) else { continue }
            let watch = makeWatch(index, firstSeen: record.firstSeen, lastSeen: record.lastSeen)
            watch.isConnected = record.isOnline
            watch.isReported = true
            watch.reportedSlots = router.machines[index].slots.count
            restore(watch)
            restoreForest(of: watch)
            watches.append(watch)
            restoreDocument(of: watch)
        }
        let stored = CommandSnapshot.decode(try store.state(StateName.commands) ?? [])
        let (ledger, changes) = CommandLedger.restored(stored, context: &context)
        commands = ledger
        try restoreHubCommands()
        record(changes, of: nil)
        settleHubCommands()
        try restoreConfiguration()
        commandsChanged = !stored.isEmpty
        for event in try store.newestEvents(of: .decision, count: Self.decisionsMax) {
            guard case .decision(let decision)? = try? EventPayload.decode(kind: event.kind, payload: event.payload)
            else { continue }
            decisions.append(decision)
        }
        if store.window.count > 0 { windowOpenSince = uptime }
        logger.info(
            "the store is open",
            metadata: [
                "incarnation": "\(store.incarnation)", "replayed": "\(opening.replayedReadings)",
                "machines": "\(watches.count)",
            ])
    }

    /// A watch for a machine that is new or has another profile; what was known of it goes on as far as it fits.
    func renewWatch(_ machine: Int) -> MachineWatch {
        while watches.count < machine { watches.append(makeWatch(watches.count, firstSeen: now, lastSeen: now)) }
        let old = machine < watches.count ? watches[machine] : nil
        let watch = makeWatch(machine, firstSeen: old?.firstSeen ?? now, lastSeen: now)
        if let old {
            watch.isConnected = old.isConnected
            watch.shelves = old.shelves
            carry(
                old.guardian.alarmSnapshot(), old.guardian.modelSnapshot(), old.guardian.jointSnapshot(), to: watch)
            carryForest(from: old, to: watch)
            watches[machine] = watch
            apply(document(of: watch), to: watch)
        } else {
            watch.isConnected = true
            watches.append(watch)
            // A document may have come from the hub before the machine was first heard.
            apply(document(of: watch), to: watch)
        }
        noteChange(of: watches[machine])
        return watches[machine]
    }

    /// Commits and seals what there is, keeps what was learned, and leaves the broker's session standing.
    ///
    /// Where the disk is full, what was read is not stored and its acknowledgements are queued: a good-bye would leave
    /// behind them. So none is said, and the broker sends again.
    func finish() throws {
        now = clock.now()
        guard try saveAllModels(), try commit() else {
            broker.drop()
            return logger.error("ended while the disk is full; what is not stored was not acknowledged and comes again")
        }
        broker.write()
        seal()
        try? store.flushShortfall(isLast: true, at: now)
        disconnect()
        logger.info("ended; everything that was acknowledged is stored")
    }

    /// Saves what was learned of every machine, a hundred with each commit: all at once are as large as their memory.
    private func saveAllModels() throws -> Bool {
        for first in stride(from: 0, to: watches.count, by: 100) {
            for watch in watches[first..<min(first + 100, watches.count)] {
                saveModel(of: watch)
                saveJoint(of: watch)
            }
            guard try commit() else { return false }
        }
        return true
    }

    /// Reads the profiles again; machines keep their indexes, and those whose profile changed get a new guard.
    func reload() {
        do {
            router.replace(library: try loadProfiles())
        } catch {
            logger.error("the profiles stay as they are", metadata: ["error": "\(error)"])
            return
        }
        for index in watches.indices { _ = watch(index) }
        if connection.isConnected { mqttConnected(sessionPresent: true) }
        logger.info("the profiles were read again", metadata: ["profiles": "\(router.library.all.count)"])
    }

    private func makeWatch(_ machine: Int, firstSeen: Timestamp, lastSeen: Timestamp) -> MachineWatch {
        let known = router.machines[machine]
        let rules = rules(of: (try? store.document(.machine(known.key))) ?? nil)
        let profile = profile(known.profile, giving: rules, to: known.key)
        let guardian = MachineGuard(key: known.key, profile: profile, settings: settings.guards)
        return MachineWatch(
            index: machine, revision: known.revision, guardian: guardian, rules: rules, firstSeen: firstSeen,
            lastSeen: lastSeen)
    }

    private func restore(_ watch: MachineWatch) {
        do {
            carry(
                try store.state(StateName.alarms + watch.key.description) ?? [],
                try store.state(StateName.models + watch.key.description) ?? [],
                try store.state(StateName.joints + watch.key.description) ?? [], to: watch)
        } catch {
            logger.error("cannot read what was known", metadata: ["machine": "\(watch.key)", "error": "\(error)"])
        }
    }

    /// Gives a guard what was known; a snapshot that does not fit is left out, and learned anew.
    ///
    /// Each by itself: a model that is of no use must not take the alarms with it.
    private func carry(_ alarms: [UInt8], _ models: [UInt8], _ joint: [UInt8], to watch: MachineWatch) {
        func take(_ what: String, _ snapshot: [UInt8], _ restore: ([UInt8]) throws(SnapshotError) -> Void) {
            guard !snapshot.isEmpty else { return }
            do throws(SnapshotError) {
                try restore(snapshot)
            } catch {
                logger.warning(
                    "a snapshot does not fit and is left out",
                    metadata: ["machine": "\(watch.key)", "what": "\(what)", "error": "\(error)"])
            }
        }
        take("models", models) { snapshot throws(SnapshotError) in try watch.guardian.restoreModels(snapshot) }
        take("joint detector", joint) { snapshot throws(SnapshotError) in try watch.guardian.restoreJoint(snapshot) }
        take("alarms", alarms) { snapshot throws(SnapshotError) in
            try watch.guardian.restoreAlarms(snapshot, uptime: uptime)
        }
    }
}
