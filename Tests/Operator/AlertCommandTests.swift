import MillwrightDevice
import TestKit
import Testing

/// `millwright alert`, at a hub and on a gateway that the test plays.
@Suite struct AlertCommandTests {
    private static let id = "01920000-bbbb-7000-8000-000000000001"

    @Test func onAGatewayItsOwnAlertsAreListedAndAcknowledged() async throws {
        let command = try RunCommand()
        let socket = command.folder.file("s")
        let agent = try await PlayedAPI(socket: socket) { request in
            if request.path == "/api/status" { return .data(Self.status) }
            return request.path.contains(Self.id) ? .data(.object([:])) : .error(404, "NOT_FOUND")
        }
        let (listed, rows) = try await command(["alert", "list", "--agent", socket])
        #expect(listed == 0 && rows.contains(Self.id) && rows.contains("north/pump-1"), "\(rows)")
        let (other, none) = try await command(["alert", "list", "--machine", "north/fan-1", "--agent", socket])
        #expect(other == 0 && none == "No alert is open.\n")
        let (status, output) = try await command(
            ["alert", "ack", Self.id, "--comment", "seen", "--agent", socket])
        #expect(status == 0 && output == "\(Self.id) acknowledged\n")
        #expect(agent.requests.last?.line == "PATCH /api/documents/alert%3A\(Self.id)")
        guard case .object(let fields)? = agent.requests.last?.body?["fields"] else {
            Issue.record("no fields were sent")
            return
        }
        #expect(fields.count == 1 && fields.first?.key.hasPrefix("acknowledged.") == true)
        #expect(fields.first?.value == .string("seen"))
        let (unknown, why) = try await command(["alert", "ack", "x", "--agent", socket])
        #expect(unknown == 1 && why.contains("ALERT_NOT_FOUND: no alert x is open on this gateway"), "\(why)")
    }

    @Test func atAHubTheyAreTheHubs() async throws {
        let hub = try await PlayedAPI { _ in .data(.object(["state": .string("acknowledged-active")])) }
        let (status, output) = try await RunCommand()(["alert", "ack", Self.id, "--comment", "seen"], at: hub)
        #expect(status == 0 && output == "\(Self.id) acknowledged-active\n")
        #expect(hub.requests.last?.line == "PATCH /api/alerts/\(Self.id)")
        #expect(
            hub.requests.last?.body
                == .object(["action": .string("acknowledge"), "comment": .string("seen")]))
    }

    private static let status = JSONValue.object([
        "machines": .array([
            .object([
                "key": .string("north/pump-1"),
                "alerts": .array([
                    .object([
                        "id": .string(id), "severity": .string("CRITICAL"), "state": .string("active"),
                        "raisedAt": .string("2026-11-25T10:00:00.000Z"), "message": .string("too hot"),
                    ])
                ]),
            ]),
            .object(["key": .string("north/fan-1"), "alerts": .array([])]),
        ])
    ])
}
