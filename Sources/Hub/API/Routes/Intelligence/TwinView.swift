internal import HubIntelligence
internal import HubPlant
internal import Telemetry

/// A twin's report as the API shows it.
enum TwinView {
    static func json(_ report: TwinReport, _ machine: Machine) -> JSONValue {
        [
            "machineId": .of(machine.id), "state": machine.twin.map(state) ?? .null,
            "calibration": [
                "temperature": report.temperature.map(calibration) ?? .null,
                "vibration": report.vibration.map(calibration) ?? .null,
            ],
            "remainingLife": report.life.map(life) ?? .null, "at": .of(report.at),
        ]
    }

    private static func state(_ twin: TwinValues) -> JSONValue {
        [
            "temperature": .of(twin.temperature), "vibration": .of(twin.vibration), "health": .of(twin.health),
            "healthState": .string(HealthState(score: twin.health).rawValue),
            "failureProbability": .of(twin.failureProbability), "remainingHours": .of(twin.remainingHours),
        ]
    }

    private static func calibration(_ found: TwinReport.Calibration) -> JSONValue {
        [
            "error": .of(found.error), "residual": .of(found.residual), "deviation": .of(found.deviation),
            "unit": .string(found.unit),
        ]
    }

    private static func life(_ life: TwinReport.Life) -> JSONValue {
        ["hours": .of(life.hours), "low": .of(life.low), "high": .of(life.high), "level": .of(0.8)]
    }
}
