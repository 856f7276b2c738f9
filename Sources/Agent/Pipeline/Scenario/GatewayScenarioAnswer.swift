internal import AgentConsole
internal import AnalyticsTwin
internal import DeviceProfiles
internal import SyncWire
internal import Telemetry

/// A scenario's outcome with the names of the hub's answer.
extension GatewayScenario {
    /// Computes it and tells what came of it.
    func answer() -> ControlAnswer {
        do throws(ScenarioError) {
            let (forecast, conditions) = try run()
            return .data(told(forecast, conditions))
        } catch {
            return ControlFault(error).answer
        }
    }

    private func told(_ forecast: ScenarioForecast, _ conditions: ScenarioConditions) -> FieldValue {
        .object([
            "machineId": .text("\(key)"), "scenario": .text(wish.request.name), "hours": .number(wish.hours),
            "from": .time(now), "level": .number(wish.options.level), "paths": .number(Double(wish.paths)),
            "points": .list(forecast.points.map(point)), "passages": .list(forecast.passages.map(Self.passage)),
            "advice": .list(forecast.advice.map(Self.advice)), "conditions": Self.held(conditions),
            "machine": known(),
        ])
    }

    private func point(_ point: ScenarioPoint) -> FieldValue {
        .object([
            "hours": .number(point.hours), "time": .time(now.advanced(seconds: 3_600 * point.hours)),
            "load": .number(point.load), "temperature": Self.band(point.temperature),
            "vibration": Self.band(point.vibration), "wear": Self.band(point.wear),
            "fatigue": Self.band(point.fatigue), "health": Self.band(point.health),
            "failureProbability": Self.band(point.failureProbability),
        ])
    }

    private static func band(_ band: ScenarioBand) -> FieldValue {
        .object(["low": .number(band.low), "median": .number(band.median), "high": .number(band.high)])
    }

    private static func passage(_ passage: ScenarioPassage) -> FieldValue {
        .object([
            "mark": .text(passage.mark.rawValue), "share": .number(passage.share),
            "earlyHours": .optional(passage.early.map { .number($0) }),
            "medianHours": .optional(passage.median.map { .number($0) }),
        ])
    }

    private static func advice(_ advice: ScenarioAdvice) -> FieldValue {
        .object([
            "code": .text(advice.code.rawValue), "text": .text(advice.text),
            "withinHours": .optional(advice.withinHours.map { .number($0) }),
        ])
    }

    private static func held(_ conditions: ScenarioConditions) -> FieldValue {
        .object([
            "loadMax": .number(conditions.load.greatest), "cooling": .number(conditions.cooling),
            "wearFactor": .number(conditions.wearFactor),
            "ambient": .optional(conditions.ambient.map { .number($0) }),
        ])
    }

    /// What the machine was taken for: here all of it is the twin's that runs with it.
    private func known() -> FieldValue {
        let found = twin.calibration
        let state = twin.twin.state
        return .object([
            "profile": .text(profile.label), "ratedPower": .number(ratedPower),
            "ratedPowerFrom": .text(wish.ratedPower == nil ? "profile" : "request"),
            "calibrated": .flag(found.isCalibrated), "risePerKilowatt": .number(found.rise.value),
            "ambient": .number(found.ambient.value), "decay": .number(found.decay.value),
            "temperatureError": .optional(found.temperatureError.map { .number($0) }),
            "vibrationError": .optional(found.vibrationError.map { .number($0) }),
            "age": .object([
                "from": .text("twin"), "hours": .number(state.hours), "wear": .number(state.wear),
                "fatigue": .number(state.fatigue), "stress": .number(state.stress),
            ]),
            "limits": .list(
                profile.fixedLimits.map { limit in
                    .object([
                        "metric": .text("\(limit.metric)"), "severity": .text(limit.severity.rawValue),
                        "direction": .text(limit.isBelow ? "below" : "above"), "threshold": .number(limit.threshold),
                    ])
                }),
        ])
    }
}
