internal import HubPlant
internal import Telemetry

extension LiveMetric: JSONRepresentable {
    package var json: JSONValue {
        [
            "value": .of(value), "unit": .of(unit), "timestamp": .of(time), "quality": .string(quality.word),
            "score": .of(score), "expected": .of(expected), "low": .of(low), "high": .of(high),
        ]
    }
}

extension TwinValues: JSONRepresentable {
    package var json: JSONValue {
        [
            "temperature": .of(temperature), "vibration": .of(vibration), "health": .of(health),
            "failureProbability": .of(failureProbability), "remainingHours": .of(remainingHours),
        ]
    }
}
