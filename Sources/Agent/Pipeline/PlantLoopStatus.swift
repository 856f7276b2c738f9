internal import AgentAutonomy
internal import AgentConsole
internal import AgentIngest
internal import AgentStore
internal import AnalyticsAnomaly
internal import AnalyticsTwin
internal import DeviceProfiles
internal import MQTT
internal import Runtime
internal import SyncCore
public import SyncWire
internal import Telemetry

/// What the plant thread tells others about itself.
extension PlantLoop {
    /// Takes what other threads have left.
    func answerInbox() {
        context.now = now
        context.uptime = uptime
        for message in inbox.takeAll() {
            switch message {
            case .statusAsked(let reply): reply(status())
            case .roundEnded(let round, let result): sync.end(round, result)
            case .modelFetched(let machine, let wish, let result): takeModel(machine, wish, result)
            case .controlAsked(let request, let reply): answer(request, reply)
            case .syncRequested: sync.handle(.syncRequested)
            case .reload: reload()
            case .stop: isStopping = true
            }
        }
    }

    /// Machines that said something since they were last in a batch, as they are now; where they are more than
    /// `machinesMax`, the next batch goes on after them.
    public func liveBatch(machinesMax: Int) -> LiveBatch? {
        let taken = liveTurn.take(of: watches.count, max: machinesMax) { watches[$0].hasNews }
        let machines = taken.map { index in
            watches[index].hasNews = false
            return live(watches[index])
        }
        return machines.isEmpty ? nil : LiveBatch(at: now, machines: machines)
    }

    /// What the readiness page shows; the hub is not needed.
    func publishReadiness() {
        let broker = connection.isConnected ? "connected" : connection.lastError?.description ?? "connecting"
        board.publish([
            Dependency(name: "broker", isReady: connection.isConnected, isRequired: true, detail: broker),
            Dependency(
                name: "store", isReady: !isStuck && storeTrouble == nil, isRequired: true,
                detail: isStuck ? "the disk is full" : storeTrouble ?? "writable"),
            Dependency(
                name: "hub", isReady: hubState.isReachable && hubTrouble == nil, isRequired: false,
                detail: hubTrouble ?? hubState.detail),
        ])
    }

    /// Readings that are stored and wait for the rest of their segment before they can be sent.
    var unsealed: UInt64 { UInt64(store.window.count - store.window.derivedCount) }

    func status() -> AgentStatus {
        var backlog = (try? store.backlog()) ?? .empty
        backlog.readings += unsealed
        if backlog.oldestAt == nil, let since = windowOpenSince {
            backlog.oldestAt = now.advanced(seconds: -uptime.seconds(since: since))
        }
        return AgentStatus(
            name: settings.name, version: settings.version, incarnation: store.incarnation, startedAt: startedAt,
            now: now, brokerConnected: connection.isConnected,
            hub: .init(
                address: settings.hubAddress, isReachable: hubState.isReachable, since: hubState.since,
                detail: hubTrouble ?? hubState.detail),
            machines: watches.map { watch in
                let machine = router.machines[watch.index]
                return AgentStatus.Machine(
                    live: live(watch), profile: machine.profile.label, machineType: machine.profile.machineType,
                    isConnected: watch.isConnected, lastSeen: watch.lastSeen, alerts: watch.shownAlerts,
                    latches: watch.latches, isConflicted: watch.isConflicted,
                    calibration: watch.guardian.calibrated.flatMap(TwinCalibrationStatus.init),
                    joint: watch.guardian.jointVerdict.map(JointStatus.init), forest: ForestStatus(watch))
            }, decisions: decisions, backlog: backlog, eventHead: store.eventHead.seq,
            eventsAcknowledged: store.acknowledgedEvents.seq, disk: store.disk, offlineDays: offlineDays,
            readingsStored: counts.readings, messagesQuarantined: counts.rejected,
            openConflicts: (try? store.openConflicts()) ?? 0, isSyncPaused: sync.isPaused)
    }

    /// How long the free part of the budget lasts at the rate of the time since the start.
    private var offlineDays: Double? {
        let seconds = now.seconds(since: startedAt)
        guard counts.segmentsSealed > 0, seconds > 60 else { return nil }
        let disk = store.disk
        let free = min(disk.budget - min(disk.used, disk.budget), disk.free)
        let bytesPerDay = max(1, Double(store.segmentBytesWritten) / seconds * 86_400)
        return Double(free) / bytesPerDay
    }

    private func live(_ watch: MachineWatch) -> LiveMachine {
        let slots = router.machines[watch.index].slots
        var readings: [LiveReading] = []
        for (index, slot) in slots.enumerated() {
            guard let place = watch.guardSlot(index), let latest = watch.guardian.latest(slot: place) else { continue }
            let score = watch.guardian.score(slot: place).flatMap { $0.isReady ? $0 : nil }
            readings.append(
                LiveReading(
                    name: slot.name, unit: slot.unit, time: latest.time, value: latest.value,
                    quality: watch.qualities[index], score: score?.score, expected: score?.expected, low: score?.low,
                    high: score?.high))
        }
        let twin = watch.guardian.twin.map { twin in
            LiveTwin(
                temperature: twin.state.time == nil ? nil : twin.state.temperature,
                vibration: twin.state.time == nil ? nil : twin.state.vibration, health: twin.health,
                failureProbability: twin.failureProbability, remainingHours: twin.remainingHours)
        }
        return LiveMachine(key: watch.key, status: watch.guardian.status, metrics: readings, twin: twin)
    }
}

extension TwinCalibrationStatus {
    /// Nothing before the twin's first step.
    fileprivate init?(_ twin: CalibratedTwin) {
        guard twin.twin.state.time != nil else { return nil }
        let (found, life) = (twin.calibration, twin.remainingLife)
        self.init(
            isCalibrated: found.isCalibrated, temperatureResidual: twin.twin.state.temperatureResidual,
            vibrationResidual: twin.twin.state.vibrationResidual, temperatureError: found.temperatureError,
            vibrationError: found.vibrationError, temperatureDeviation: twin.temperature.deviation,
            vibrationDeviation: twin.vibration.deviation, remainingLow: life.low, remainingHigh: life.high)
    }
}

extension ForestStatus {
    /// Nothing for a machine that runs no forest and is to run none.
    fileprivate init?(_ watch: MachineWatch) {
        let (running, wanted) = (watch.forest.running, watch.forest.wish)
        guard running != nil || wanted != nil || watch.forest.refusal != nil else { return nil }
        let verdict = watch.guardian.forestVerdict
        let rows = watch.guardian.forestRows
        self.init(
            version: running?.version, wanted: wanted?.version, rowsKnown: rows?.known ?? 0,
            rowsNeeded: rows?.needed ?? 0, score: verdict?.score, isAlarm: verdict?.isAlarm ?? false,
            metric: verdict?.reason?.metric, expected: verdict?.reason?.expected,
            distance: verdict?.reason?.distance, since: verdict?.since,
            refusal: watch.forest.refusal.map { "\($0.code): \($0.message)" })
    }
}

extension JointStatus {
    fileprivate init(_ verdict: JointVerdict) {
        self.init(
            score: verdict.score, isAlarm: verdict.isAlarm, view: verdict.view.rawValue, metric: verdict.metric,
            expected: verdict.expected, distance: verdict.distance, since: verdict.since)
    }
}
