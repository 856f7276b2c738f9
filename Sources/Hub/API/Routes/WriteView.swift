internal import SyncWire
internal import Telemetry

/// A write of a document's field as the API shows it.
enum WriteView {
    static func json(_ write: FieldWrite) -> JSONValue {
        [
            "path": .string(write.path.description), "dot": .string(write.dot.description),
            "side": .string("\(write.dot.replica.side)"), "value": .of(write.value), "actor": .string(write.actor),
            "authority": .string("\(write.authority)"), "at": .of(write.label.at),
            "clock": [
                "count": .of(Int(write.label.count)), "knew": .array(write.context.dots.map { .of($0.description) }),
                "state": .string(write.clock.name), "offsetMs": .of(write.clock?.offset.map { Double($0) / 1_000 }),
                "errorMs": .of(write.clock?.error.map { Double($0) / 1_000 }),
            ],
            "reason": .string(write.reason), "base": .of(write.base),
            "names": .array(write.names.map { .of($0.description) }),
        ]
    }
}
