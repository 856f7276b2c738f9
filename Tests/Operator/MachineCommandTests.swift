import MillwrightDevice
import TestKit
import Testing

/// `millwright machine`, `command`, `sync` and `agent`, on a hub and an agent that the test plays.
@Suite struct MachineCommandTests {
    private static let dot = "edge/\(PlayedConflict.life)/4"

    @Test func fieldsAreChangedAtTheHub() async throws {
        let hub = try await PlayedAPI { request in
            request.path.hasPrefix("/api/machines?") ? Self.machines : .data(.object([:]))
        }
        let (status, output) = try await run(
            hub, ["machine", "set", "north/pump-1", "status=OFFLINE", "limit.x=82.5", "notes=null", "--reason", "r"])
        #expect(status == 0)
        #expect(output.contains("north/pump-1: status is OFFLINE") && output.contains("notes is taken away"))
        #expect(hub.requests.last?.line == "PATCH /api/machines/m-1/document")
        #expect(
            hub.requests.last?.body
                == .object([
                    "fields": .object(["status": .string("OFFLINE"), "limit.x": .number(82.5), "notes": .null]),
                    "reason": .string("r"),
                ]))
        let (_, typed) = try await run(hub, ["machine", "set", "north/pump-1", "bogus=1", "status=ONLINE"])
        #expect(typed.contains("bogus is 1 (a field that nothing acts on)\n") && typed.contains("status is ONLINE\n"))
        let (unknown, why) = try await run(hub, ["machine", "show", "press-1"])
        #expect(unknown == 1 && why.contains("MACHINE_NOT_FOUND: press-1 is none of north/pump-1"))
    }

    @Test func aLatchIsClearedByWhatWasSeen() async throws {
        let asked = Asked()
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { request in
            if request.method == "PATCH" { _ = asked.next() }
            return .data(Self.document(isLatched: request.method == "GET"))
        }
        let clear = ["machine", "clear", "north/pump-1", "lockout", "--agent", socket]
        let (looked, shown) = try await command(clear)
        #expect(looked == 1 && shown.contains(Self.dot) && shown.contains("--sees shown"))
        #expect(agent.requests.allSatisfy { $0.line == "GET /api/documents/machine%3Anorth%2Fpump-1" })
        let (status, output) = try await command(clear + ["--sees", "shown", "--reason", "done"])
        #expect(status == 0 && output.hasSuffix("lockout is cleared\n"))
        #expect(
            agent.requests.last?.body
                == .object([
                    "fields": .object(["latch.lockout": .bool(false)]), "names": .array([.string(Self.dot)]),
                    "reason": .string("done"),
                ]))
    }

    @Test func aDocumentIsShown() async throws {
        let hub = try await PlayedAPI { request in
            request.path.hasPrefix("/api/machines?") ? Self.machines : .data(Self.document(isLatched: true))
        }
        let (status, output) = try await run(hub, ["machine", "show", "pump-1"])
        #expect(status == 0)
        for part in [
            "north/pump-1, OFFLINE, conflicted", "LATCHED  latch.lockout, by ada", Self.dot, "notes", "conflicted",
        ] {
            #expect(output.contains(part), "\(part) in \(output)")
        }
    }

    @Test("the person beside a value is the one whose write holds, not the one who wrote last")
    func aFieldNamesWhoWroteWhatHolds() async throws {
        func field(_ path: String, _ value: JSONValue, _ rule: String, _ writes: [(JSONValue, String)]) -> JSONValue {
            .object([
                "path": .string(path), "value": value, "rule": .string(rule),
                "writes": .array(
                    writes.enumerated().map { hour, write in
                        .object([
                            "value": write.0, "actor": .string(write.1),
                            "at": .string("2026-11-25T1\(hour):00:00.000Z"),
                        ])
                    }),
            ])
        }
        let document = JSONValue.object([
            "fields": .array([
                field(
                    "status", .string("MAINTENANCE"), "most-restrictive",
                    [(.string("MAINTENANCE"), "root"), (.string("ONLINE"), "bo")]),
                field("latch.lockout", .bool(true), "safety-latch", [(.bool(true), "ada"), (.bool(false), "root")]),
                field(
                    "notes", .string("a\n\nb"), "keep-both", [(.string("a"), "ada"), (.string("b"), "bo")]),
                field("setpoint.x", .number(3), "running-holds", [(.number(4), "ada"), (.number(5), "bo")]),
                field("tag.gone", .null, "newest-label", [(.number(4), "ada"), (.null, "bo")]),
            ])
        ])
        let hub = try await PlayedAPI { $0.path.hasPrefix("/api/machines?") ? Self.machines : .data(document) }
        let (status, output) = try await run(hub, ["machine", "show", "pump-1"])
        #expect(status == 0)
        let rows = output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let writers: [(field: String, writer: String)] = [
            ("status", "root"), ("latch.lockout", "ada"), ("setpoint.x", "–"), ("tag.gone", "bo"),
        ]
        for (field, writer) in writers {
            #expect(rows.first { $0[0] == field }?.contains(writer) == true, "\(field) in \(output)")
        }
        #expect(output.contains("ada, bo") && !output.contains("root root"))
    }

    @Test(arguments: [("DONE", Int32(0)), ("UNKNOWN", 5), ("EXPIRED", 1)])
    func aCommandIsFollowedToItsEnd(end: String, status: Int32) async throws {
        let hub = try await PlayedAPI { request in
            if request.path.hasPrefix("/api/machines?") { return Self.machines }
            let state = request.method == "POST" ? "QUEUED" : end
            return .data(.object(["id": .string("c-1"), "action": .string("stop"), "state": .string(state)]))
        }
        let (ended, output) = try await run(
            hub,
            [
                "command", "send", "pump-1", "stop", "--arg", "ramp=5", "--require", "temperature <= 70",
                "--expires-in", "2m", "--require-no-latch", "--wait",
            ])
        #expect(ended == status && output.hasSuffix("c-1 stop for north/pump-1: \(end)\n"))
        #expect(hub.requests.contains { $0.line == "POST /api/machines/m-1/commands" })
        let body = hub.requests.first { $0.method == "POST" }?.body
        #expect(body?["arguments"] == .object(["ramp": .number(5)]) && body?["expiresInSeconds"] == .number(120))
        #expect(body?["precondition"]?["latchesClear"] == .bool(true))
        #expect(
            body?["precondition"]?["measured"]
                == .array([
                    .object([
                        "metric": .string("temperature"), "comparison": .string("<="), "value": .number(70),
                    ])
                ]))
    }

    @Test("all preconditions that the hub knows can be given, and those that contradict each other cannot")
    func preconditionsAreGiven() async throws {
        let hub = try await PlayedAPI { request in
            request.path.hasPrefix("/api/machines?")
                ? Self.machines : .data(.object(["id": .string("c-1"), "state": .string("QUEUED")]))
        }
        func sent(_ options: [String]) async throws -> JSONValue? {
            let (status, output) = try await run(hub, ["command", "send", "pump-1", "stop"] + options)
            #expect(status == 0, "\(output)")
            return hub.requests.last?.body?["precondition"]
        }
        #expect(try await sent([]) == nil)
        #expect(try await sent(["--require-no-latch"]) == .object(["latchesClear": .bool(true)]))
        #expect(try await sent(["--allow-latches"]) == .object(["latchesClear": .bool(false)]))
        #expect(
            try await sent(["--latch-seen", Self.dot, "--if-document", "12", "--require-status", "MAINTENANCE"])
                == .object([
                    "latchesSeen": .array([.string(Self.dot)]), "documentRevision": .number(12),
                    "status": .string("MAINTENANCE"),
                ]))
        let measured = try await sent(["--require", "temperature < 70", "--require-age", "30s"])
        #expect(measured?["measured"]?.items.first?["ageSecondsMax"] == .number(30))
        for wrong in [
            ["--require-no-latch", "--allow-latches"], ["--latch-seen", "lockout"], ["--require-age", "30s"],
            ["--require", "temperature < 70", "--require-age", "soon"],
        ] {
            #expect(try await run(hub, ["command", "send", "pump-1", "stop"] + wrong).status == 64, "\(wrong)")
        }
    }

    @Test func syncSaysWhatIsHeldAndWhy() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { _ in .data(Self.sync) }
        let (status, output) = try await command(["sync", "pause", "--agent", socket])
        #expect(status == 0 && agent.requests.map(\.line) == ["POST /api/sync/pause", "GET /api/sync"])
        for part in [
            "PAUSED", "7 of 9, 2 to go", "1200 readings, 2 events, 14.0 KiB", "90 s left",
            "over quota: hold of telemetry until 2026-11-25 11:00:00 UTC, because of readings-per-day: The plan",
            "12 ms ± 3 ms",
        ] {
            #expect(output.contains(part), "\(part) in \(output)")
        }
    }

    private static let machines = PlayedAPI.Answer.data(
        .array([
            .object(["id": .string("m-1"), "name": .string("pump-1"), "factoryName": .string("north")]),
            .object(["id": .string("m-2"), "name": .string("pump-2"), "factoryName": .string("north")]),
        ]))

    private static func document(isLatched: Bool) -> JSONValue {
        let latch = JSONValue.object([
            "path": .string("latch.lockout"), "dot": .string(dot), "actor": .string("ada"),
            "at": .string("2026-11-25T10:00:00.000Z"), "reason": .string("bearing"),
        ])
        return .object([
            "revision": .number(4), "effectiveStatus": .string("OFFLINE"), "conflicted": .bool(true),
            "latches": .array(isLatched ? [latch] : []),
            "fields": .array([
                .object(["path": .string("notes"), "value": .string("a\n\nb"), "conflicted": .bool(true)])
            ]),
        ])
    }

    private static let sync = JSONValue.object([
        "hub": .object(["address": .string("https://hub"), "reachable": .bool(true)]), "paused": .bool(true),
        "cursors": .object(["events": .object(["acknowledged": .number(7), "newest": .number(9)])]),
        "backlog": .object([
            "readings": .number(1_200), "events": .number(2), "bytes": .number(14_336), "secondsLeft": .number(90),
        ]),
        "clock": .object(["offsetMs": .number(12), "errorMs": .number(3)]),
        "holds": .array([
            .object([
                "stream": .string("telemetry"), "until": .string("2026-11-25T11:00:00.000Z"),
                "limit": .string("readings-per-day"), "reason": .string("The plan is used up."),
            ])
        ]),
    ])

    private func run(_ hub: PlayedAPI, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await RunCommand()(arguments, at: hub)
    }
}
