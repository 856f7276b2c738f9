internal import AnalyticsForecast
internal import HubIntelligence
internal import HubPlant
internal import Telemetry

/// A forecast as the API shows it.
enum ForecastView {
    static func json(
        _ found: ForecastFound, _ wish: ForecastRequest, _ known: KnownMachine, isCached: Bool
    ) -> JSONValue {
        let forecast = found.forecast
        return [
            "machineId": .of(known.machine.id), "metric": .of(wish.metric), "unit": .string(found.unit),
            "days": .of(wish.days), "level": .of(ForecastRequest.level),
            "points": .array(forecast.points.map(point)),
            "accuracy": forecast.accuracy.map(accuracy) ?? .null,
            "changes": .array(forecast.changes.map { ["time": .of($0.time), "shift": .of($0.shift)] }),
            "model": [
                "version": .of(ForecastFound.version), "hours": .of(found.learnedFrom.count),
                "from": .of(found.learnedFrom.oldest),
                "to": .of(found.learnedFrom.newest?.advanced(seconds: 3_600)), "cached": .of(isCached),
            ], "calendar": known.calendar,
        ]
    }

    private static func point(_ point: ForecastPoint) -> JSONValue {
        [
            "time": .of(point.time), "value": .of(point.mean), "low": .of(point.bands.first?.low),
            "high": .of(point.bands.first?.high),
            "parts": [
                "trend": .of(point.parts.trend), "daily": .of(point.parts.daily), "weekly": .of(point.parts.weekly),
                "holiday": .of(point.parts.holiday), "recent": .of(point.parts.recent),
            ],
        ]
    }

    private static func accuracy(_ accuracy: ForecastAccuracy) -> JSONValue {
        [
            "origins": .of(accuracy.origins), "mapeDay": .of(accuracy.mapeDay), "mapeWeek": .of(accuracy.mapeWeek),
            "errorDay": .of(accuracy.errorDay), "errorWeek": .of(accuracy.errorWeek),
        ]
    }
}
