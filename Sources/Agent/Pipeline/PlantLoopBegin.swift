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
                "machines": "\(watches.count)", "removedFiles": "\(opening.removedFiles)",
            ])
    }

    /// A watch for a machine that is new or has another profile; what was known of it goes on as far as it fits.
    func renewWatch(_ machine: Int) -> MachineWatch {
        while watches.count < machine { watches.append(makeWatch(watches.count, firstSeen: now, lastSeen: now)) }
        let old = machine < watches.count ? watches[machine] : nil
        let watch = makeWatch(machine, firstSeen: old?.firstSeen ?? now, lastSeen: now)
        if let old {
            watch.isConnected = old.isConnected
            carry(old.guardian.alarmSnapshot(), old.guardian.modelSnapshot(), to: watch)
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
    func finish() throws {
        now = clock.now()
        for watch in watches { saveModel(of: watch) }
        if try commit() {
            broker.write()
            seal()
            try? store.flushShortfall(isLast: true, at: now)
        }
        disconnect()
        logger.info("ended; everything that was acknowledged is stored")
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
        let guardian = MachineGuard(key: known.key, profile: known.profile, settings: settings.guards)
        return MachineWatch(
            index: machine, revision: known.revision, guardian: guardian, firstSeen: firstSeen, lastSeen: lastSeen)
    }

    private func restore(_ watch: MachineWatch) {
        do {
            carry(
                try store.state(StateName.alarms + watch.key.description) ?? [],
                try store.state(StateName.models + watch.key.description) ?? [], to: watch)
        } catch {
            logger.error("cannot read what was known", metadata: ["machine": "\(watch.key)", "error": "\(error)"])
        }
    }

    /// Gives a guard what was known; a snapshot that does not fit is left out, and learned anew.
    private func carry(_ alarms: [UInt8], _ models: [UInt8], to watch: MachineWatch) {
        do {
            if !models.isEmpty { try watch.guardian.restoreModels(models) }
            if !alarms.isEmpty { try watch.guardian.restoreAlarms(alarms, uptime: uptime) }
        } catch {
            logger.warning(
                "a snapshot does not fit and is left out",
                metadata: ["machine": "\(watch.key)", "error": "\(error)"])
        }
    }
}
