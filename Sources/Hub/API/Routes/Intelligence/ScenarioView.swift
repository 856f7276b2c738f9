internal import AnalyticsTwin
internal import HubIntelligence
internal import HubPlant
internal import Telemetry

/// A scenario's outcome as the API shows it.
enum ScenarioView {
    static func json(
        _ found: ScenarioFound, _ wish: ScenarioWish, _ machine: Machine, from now: Timestamp
    ) -> JSONValue {
        let forecast = found.forecast
        return [
            "machineId": .of(machine.id), "scenario": .string(wish.request.name), "hours": .of(wish.hours),
            "from": .of(now), "level": .of(wish.options.level), "paths": .of(wish.paths),
            "points": .array(forecast.points.map { point($0, from: now) }),
            "passages": .array(
                forecast.passages.map {
                    [
                        "mark": .string($0.mark.rawValue), "share": .of($0.share), "earlyHours": .of($0.early),
                        "medianHours": .of($0.median),
                    ]
                }),
            "advice": .array(
                forecast.advice.map {
                    ["code": .string($0.code.rawValue), "text": .string($0.text), "withinHours": .of($0.withinHours)]
                }),
            "conditions": conditions(found.conditions), "machine": known(found.twin, machine),
        ]
    }

    private static func point(_ point: ScenarioPoint, from now: Timestamp) -> JSONValue {
        [
            "hours": .of(point.hours), "time": .of(now.advanced(seconds: 3_600 * point.hours)),
            "load": .of(point.load), "temperature": band(point.temperature), "vibration": band(point.vibration),
            "wear": band(point.wear), "fatigue": band(point.fatigue), "health": band(point.health),
            "failureProbability": band(point.failureProbability),
        ]
    }

    private static func band(_ band: ScenarioBand) -> JSONValue {
        ["low": .of(band.low), "median": .of(band.median), "high": .of(band.high)]
    }

    private static func conditions(_ conditions: ScenarioConditions) -> JSONValue {
        [
            "loadMax": .of(conditions.load.greatest), "cooling": .of(conditions.cooling),
            "wearFactor": .of(conditions.wearFactor), "ambient": .of(conditions.ambient),
        ]
    }

    /// What the machine was taken for, and where each of it comes from.
    private static func known(_ made: HubTwin, _ machine: Machine) -> JSONValue {
        let found = made.twin.calibration
        let age = made.age
        return [
            "profile": .of(machine.profile), "ratedPower": .of(made.parameters.ratedPower),
            "ratedPowerFrom": .string(made.ratedPowerFrom.rawValue), "minutes": .of(made.minutes),
            "calibrated": .of(found.isCalibrated), "heatLearned": .of(made.isHeatLearned),
            "risePerKilowatt": .of(found.rise.value), "ambient": .of(found.ambient.value),
            "decay": .of(found.decay.value), "temperatureError": .of(found.temperatureError),
            "vibrationError": .of(found.vibrationError),
            "age": [
                "from": .string(age.source.rawValue), "hours": .of(age.hours), "wear": .of(age.wear),
                "fatigue": .of(age.fatigue), "stress": .of(age.stress),
            ],
            "limits": .array(
                machine.limits.map {
                    [
                        "metric": .of($0.metric), "severity": .of($0.severity), "direction": .string($0.direction),
                        "threshold": .of($0.threshold),
                    ]
                }),
        ]
    }
}
