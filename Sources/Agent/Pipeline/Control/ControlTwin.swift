internal import AgentAutonomy
internal import AgentConsole
internal import AnalyticsTwin
internal import SyncWire
internal import Telemetry

/// `/api/machines/FACTORY%2FNAME/twin`: how a machine stands by its twin, and what would become of it.
extension PlantLoop {
    /// Answers a request; a scenario later, from the thread that computes it.
    func answer(_ request: ControlRequest, _ reply: @escaping @Sendable (ControlAnswer) -> Void) {
        guard request.isScenario else { return reply(control(request)) }
        do {
            try allow(["POST"], request)
            let scenario = try scenario(request)
            if !scenarios.submit({ scenario.answer() }, reply: reply) { reply(ScenarioDesk.busy) }
        } catch let fault as ControlFault {
            reply(fault.answer)
        } catch {
            reply(ControlFault(500, "INTERNAL_ERROR", "The agent could not do this.").answer)
        }
    }

    /// What is known of one machine beside its document.
    func controlMachines(_ request: ControlRequest, _ rest: [String]) throws -> ControlAnswer {
        guard rest.count == 2, ["twin", "rules"].contains(rest[1]) else { throw ControlFault.notFound("path") }
        try allow(["GET"], request)
        let watch = try watch(named: rest[0])
        return rest[1] == "twin" ? controlTwin(watch) : controlRules(watch)
    }

    /// The twin's report with the names of the hub's.
    private func controlTwin(_ watch: MachineWatch) -> ControlAnswer {
        guard let twin = watch.guardian.calibrated, twin.twin.state.time != nil else {
            return .data(.object(["machineId": .text("\(watch.key)"), "state": .null]))
        }
        return .data(Self.report(twin, of: watch.key))
    }

    private func scenario(_ request: ControlRequest) throws -> GatewayScenario {
        let wish = try request.scenarioWish()
        let watch = try watch(named: request.path[2])
        guard let twin = watch.guardian.calibrated, twin.twin.state.time != nil else {
            throw ControlFault(
                409, "TWIN_MISSING", "The machine has no twin yet: its profile describes none, or no power came.")
        }
        return GatewayScenario(
            key: watch.key, profile: watch.guardian.profile, twin: twin, wish: wish, now: now,
            utcOffsetSeconds: context.utcOffsetSeconds)
    }

    private func watch(named name: String) throws -> MachineWatch {
        guard let watch = watches.first(where: { "\($0.key)" == name }) else { throw ControlFault.notFound("machine") }
        return watch
    }

    private static func report(_ twin: CalibratedTwin, of key: MachineKey) -> FieldValue {
        let (state, found, life) = (twin.twin.state, twin.calibration, twin.remainingLife)
        func calibration(_ error: Double?, _ residual: Double?, _ deviation: Double, _ unit: String) -> FieldValue {
            guard let error else { return .null }
            return .object([
                "error": .number(error), "residual": .optional(residual.map { .number($0) }),
                "deviation": .number(deviation), "unit": .text(unit),
            ])
        }
        return .object([
            "machineId": .text("\(key)"),
            "state": .object([
                "temperature": .number(state.temperature), "vibration": .number(state.vibration),
                "health": .number(twin.twin.health), "healthState": .text(twin.twin.healthState.rawValue),
                "failureProbability": .number(twin.twin.failureProbability),
                "remainingHours": .number(twin.twin.remainingHours),
            ]),
            "calibration": .object([
                "temperature": calibration(
                    found.temperatureError, state.temperatureResidual, twin.temperature.deviation, "Cel"),
                "vibration": calibration(
                    found.vibrationError, state.vibrationResidual, twin.vibration.deviation, "mm/s"),
            ]),
            "remainingLife": .object([
                "hours": .number(life.hours), "low": .number(life.low), "high": .number(life.high),
                "level": .number(0.8),
            ]),
            "at": .time(state.time),
        ])
    }
}
