internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import DeviceProfiles
internal import Logging
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What happens about once a second.
extension PlantLoop {
    /// Silence, time-outs, derived values, reports, room on the disk, metrics; its own writes go with the next commit.
    func tick() {
        nextTick = uptime.advanced(seconds: 1)
        context.now = now
        context.uptime = uptime
        context.utcOffsetSeconds = LocalTime.utcOffsetSeconds(at: now)
        tendConnection()
        for watch in watches {
            let revision = watch.guardian.alarmRevision
            watch.guardian.tick(context: &context, effects: &effects)
            if !effects.isEmpty { record(effects, of: watch) }
            if watch.guardian.alarmRevision != revision { noteChange(of: watch) }
            endShelves(of: watch)
            reportMachine(watch)
        }
        sendSetpoints()
        record(commands.tick(context: &context), of: nil)
        if uptime >= nextIdentity {
            nextIdentity = uptime.advanced(seconds: 60)
            store.commandAdmission = settings.enrolled()
        }
        if uptime >= nextDerived { recordDerived() }
        if uptime >= nextRoom { makeRoom() }
        sweepFiles()
        saveSomeModels()
        fetchModels()
        board.update(from: self)
    }

    /// Whether the open window is full or old enough.
    var isTimeToSeal: Bool {
        guard !isStuck, uptime >= nextSealing else { return false }
        let enough = sealing.readings(forBytes: sync.session.segmentBytes, max: Int(running.sealReadingsMax))
        if store.window.count >= enough { return true }
        guard let since = windowOpenSince else { return false }
        let age = hubState.isReachable ? running.sealAfterSeconds : running.sealAfterSecondsAlone
        return uptime.seconds(since: since) >= age
    }

    /// Seals the open window; when that fails it is tried again in a few seconds, and nothing is lost meanwhile.
    func seal() {
        guard store.window.committed == store.window.count else { return }
        do {
            let (readings, written) = (store.window.count, store.segmentBytesWritten)
            if try store.seal(at: now) != nil { counts.segmentsSealed &+= 1 }
            sealing.note(bytes: store.segmentBytesWritten - written, readings: readings)
            if store.isPressed { nextRoom = uptime }
            windowOpenSince = nil
        } catch {
            noteStoreFailure("cannot seal the open window", error)
            nextSealing = uptime.advanced(seconds: 5)
        }
    }

    /// Tells the hub of a machine that is new, has another profile or more metrics, or has come or gone.
    private func reportMachine(_ watch: MachineWatch) {
        let machine = router.machines[watch.index]
        guard !watch.isReported || watch.reportedSlots != machine.slots.count else { return }
        watch.isReported = true
        watch.reportedSlots = machine.slots.count
        batch.events.append(
            .machineSeen(
                MachineSeen(
                    machine: watch.key, profile: machine.profile.label, machineType: machine.profile.machineType,
                    isOnline: watch.isConnected,
                    metrics: machine.slots.map {
                        .init(name: $0.name, unit: $0.unit, intervalSeconds: $0.definition.intervalSeconds)
                    }, limits: machine.profile.fixedLimits, at: now)))
        noteChange(of: watch)
    }

    private func recordDerived() {
        nextDerived = uptime.advanced(seconds: running.derivedSeconds)
        for watch in watches where watch.newest != watch.derivedAt && store.window.room > Self.derivedMax {
            watch.recordDerived(to: store, now: now)
            watch.derivedAt = watch.newest
        }
    }

    private func makeRoom() {
        nextRoom = uptime.advanced(seconds: 60)
        do {
            let mode = store.mode
            let made = try store.makeRoom(at: now, sparing: sync.inFlight)
            if uptime >= nextShortfall || store.mode != mode {
                nextShortfall = uptime.advanced(seconds: 300)
                try store.flushShortfall(at: now)
            }
            if store.mode != mode { note(store.mode) }
            counts.readingsThinned &+= made.readingsThinned
            counts.readingsDropped &+= made.readingsDropped
            guard made.isSomething || store.mode != .all else { return }
            nextRoom = uptime.advanced(seconds: 1)
            guard made.readingsThinned + made.readingsDropped > 0 else { return }
            logger.warning(
                "unsent telemetry was thinned or dropped to make room",
                metadata: ["thinned": "\(made.readingsThinned)", "dropped": "\(made.readingsDropped)"])
        } catch {
            nextRoom = uptime.advanced(seconds: 5)
            noteStoreFailure("cannot make room", error)
        }
    }

    /// Removes, some each second, the files of segments that a crash has left without a row.
    private func sweepFiles() {
        do {
            guard let removed = try store.sweepFiles(), removed > 0 else { return }
            logger.info("files that belong to no segment were removed", metadata: ["files": "\(removed)"])
        } catch {
            noteStoreFailure("cannot look through the files of segments", error)
        }
    }

    func note(_ mode: StorageMode) {
        switch mode {
        case .all: logger.notice("all readings are stored again")
        case .aggregates: logger.error("room is short: new readings are only kept as aggregates of a minute")
        case .eventsOnly: logger.error("no room is left: new readings are judged and counted, but not stored")
        }
    }

    /// Saves the models of a few machines, so that each is saved every five minutes and no second has much to write.
    ///
    /// What the joint detector knows is several times as large and forgets within hours: it is saved every half hour,
    /// so that it adds half as much again to the flash's wear and not three times as much.
    private func saveSomeModels() {
        for index in turn(&nextModel, seconds: 300) { saveModel(of: watches[index]) }
        for index in turn(&nextJoint, seconds: 1_800) { saveJoint(of: watches[index]) }
    }

    /// The machines whose turn it is this second when each is to have one in so many seconds.
    private func turn(_ next: inout Int, seconds: Int) -> [Int] {
        guard !watches.isEmpty else { return [] }
        var turn: [Int] = []
        for _ in 0..<(watches.count / seconds + 1) {
            next = (next + 1) % max(watches.count, seconds)
            if next < watches.count { turn.append(next) }
        }
        return turn
    }

    func saveModel(of watch: MachineWatch) {
        save(watch.guardian.modelSnapshot(), as: StateName.models + watch.key.description)
    }

    func saveJoint(of watch: MachineWatch) {
        save(watch.guardian.jointSnapshot(), as: StateName.joints + watch.key.description)
        saveTails(of: watch)
    }

    func save(_ body: [UInt8], as name: String) {
        batch.states.removeAll { $0.name == name }
        batch.states.append(NamedState(name: name, body: body))
    }

    /// Derived values of one machine at most: scores, twin, and a band for each metric.
    private static let derivedMax = 256
}
