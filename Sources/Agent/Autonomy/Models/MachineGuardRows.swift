internal import AnalyticsAnomaly
internal import AnalyticsTwin
internal import DeviceProfiles
internal import Telemetry

/// What is judged by rows and not by single readings: the twin, and all metrics together.
extension MachineGuard {
    /// What the joint detector says of the newest row; nothing until it has seen enough.
    public var jointVerdict: JointVerdict? { joint.verdict }

    /// Puts a reading into its row, and judges the rows that are closed by it.
    mutating func gather(
        _ slot: Int, _ value: Double, _ time: Timestamp, _ context: inout GuardContext,
        _ effects: inout [AutonomyEffect]
    ) {
        guard rowSlots >> UInt64(slot) & 1 == 1 else { return }
        if rows.ends(before: slot, at: time) { judgeRow(&context, &effects) }
        if rows.add(slot, value, at: time) { judgeRow(&context, &effects) }
    }

    private mutating func judgeRow(_ context: inout GuardContext, _ effects: inout [AutonomyEffect]) {
        rows.close()
        stepTwin()
        guard rows.filled & scoredSlots != 0 || forest != nil else { return }
        let isHeld = status != .online || slots.indices.contains { slots[$0].isAlarming }
        judgeForest(isHeld: isHeld)
        guard rows.filled & scoredSlots != 0 else { return }
        joint.judge(rows, scored: scoredSlots, isHeld: isHeld, slots: slots, forest: forest)
        guard let verdict = joint.verdict else { return }
        for place in jointRules { rules[place].policy?.hear(verdict) }
        checkMachine(verdict, &context, &effects)
    }

    /// Says when the machine as a whole is odd for a while.
    private mutating func checkMachine(
        _ verdict: JointVerdict, _ context: inout GuardContext, _ effects: inout [AutonomyEffect]
    ) {
        guard status == .online || machineAnomaly.crossing.isActive else { return }
        let isTold = slots.contains { $0.isAlarming || $0.anomaly?.life.isActive == true }
        let since: Timestamp
        switch machineAnomaly.step(verdict, isTold: isTold) {
        case .began(let began): since = began
        case .ended:
            if let ended = machineAnomaly.life.end(at: verdict.time) { record(ended, &effects) }
            return
        case nil:
            guard let alert = machineAnomaly.life.alert, alert.state.isActive,
                machineAnomaly.severity(verdict) > alert.severity
            else { return }
            since = alert.raisedAt
        }
        raise(verdict, since: since, &context, &effects)
    }

    private mutating func raise(
        _ verdict: JointVerdict, since: Timestamp, _ context: inout GuardContext, _ effects: inout [AutonomyEffect]
    ) {
        guard let most = slots.first(where: { $0.definition.name == verdict.metric }) else { return }
        let cause = AlertLife.Cause(
            severity: machineAnomaly.severity(verdict), value: most.value, limit: nil, expected: verdict.expected,
            score: verdict.score, message: AlertText.machine(most, verdict, since: since))
        let blank = blank(.anomaly, verdict.metric, &context)
        if let raised = machineAnomaly.life.raise(cause, since: since, at: verdict.time, as: { blank }) {
            record(raised, &effects)
        }
    }

    /// Moves the twin to the row's time, learns from what was measured, and scores what it did not expect.
    private mutating func stepTwin() {
        guard calibrated != nil else { return }
        let time = rows.time
        // What is not known is no number: then the twin learns nothing and keeps the last power.
        let (temperature, vibration) = (roles.temperature, roles.vibration)
        let lastPower = Self.fresh(roles.power, of: slots, at: time)
        let lastTemperature = Self.fresh(temperature, of: slots, at: time)
        let lastVibration = Self.fresh(vibration, of: slots, at: time)
        let power = rows[roles.power] ?? lastPower ?? .nan
        calibrated?.step(
            power: power, at: time, measuredTemperature: rows[temperature], measuredVibration: rows[vibration],
            runningHours: rows[roles.runtime], lastTemperature: lastTemperature, lastVibration: lastVibration)
        scoreResidual(roles.temperature, calibrated?.temperature.residual)
        scoreResidual(roles.vibration, calibrated?.vibration.residual)
    }

    private mutating func scoreResidual(_ slot: Int?, _ residual: Double?) {
        guard let slot, let residual else { return }
        let isHeld = slots[slot].isAlarming
        if let score = slots[slot].residual?.score(residual, at: rows.time, isHeld: isHeld) {
            slots[slot].residualScore = score
        }
    }
}
