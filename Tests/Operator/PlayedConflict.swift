import MillwrightDevice

/// A conflict as the hub tells it.
enum PlayedConflict {
    static let id = "3f2a91c0-77aa-4f0e-9d1e-0123456789ab"
    static let life = "01900000-0000-7000-8000-000000000001"

    static func json(
        id: String = id, state: String = "open", path: String = "limit.temperature.TEMPERATURE.CRITICAL.above",
        rule: String = "stricter-holds", edge: JSONValue = .number(82), hub: JSONValue = .number(95),
        holds: JSONValue = .number(82)
    ) -> JSONValue {
        let edgeSide = side("edge", edge, actor: "ada", authority: "operator", at: "2026-11-25T10:00:00.000Z")
        let hubSide = side(
            "hub", hub, actor: "bo@plant.example", authority: "supervisor", at: "2026-11-25T10:05:00.000Z")
        return .object([
            "id": .string(id), "document": .string("machine:north/pump-1"), "kind": .string("machine"),
            "path": .string(path), "machineId": .string("m-1"), "machineName": .string("pump-1"),
            "state": .string(state), "rule": .string(rule), "severity": .string("CRITICAL"),
            "base": .object(["value": .number(90)]), "edge": edgeSide, "hub": hubSide,
            "siblings": .array([edgeSide, hubSide]), "inForce": holds, "revision": .number(3),
            "detectedAt": .string("2026-11-25T10:06:00.000Z"),
            "history": .array([
                .object([
                    "at": .string("2026-11-25T10:06:00.000Z"), "event": .string("opened"), "actor": .string("policy"),
                    "detail": .string(rule),
                ])
            ]),
        ])
    }

    private static func side(
        _ side: String, _ value: JSONValue, actor: String, authority: String, at: String
    ) -> JSONValue {
        .object([
            "value": value, "actor": .string(actor), "authority": .string(authority), "at": .string(at),
            "clock": .object(["count": .number(2), "knew": .array([])]), "dot": .string("\(side)/\(life)/1"),
            "base": .number(90),
        ])
    }
}
