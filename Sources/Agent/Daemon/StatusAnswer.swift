/// What of `/api/status` the command prints.
struct StatusAnswer: Decodable {
    struct Broker: Decodable {
        var connected: Bool
    }

    struct Hub: Decodable {
        var address: String?
        var reachable: Bool
        var since: String?
        var detail: String
    }

    struct Backlog: Decodable {
        var events: Int
        var readings: Int
        var oldestAt: String?
    }

    struct Reading: Decodable {
        var value: Double
        var unit: String
    }

    struct Alert: Decodable {
        var severity: String
        var message: String
    }

    struct Machine: Decodable {
        var key: String
        var profile: String
        var status: String
        var latest: [String: Reading]
        var alerts: [Alert]
        var joint: Joint?
        var forest: Forest?

        /// What is wrong with it, in the order in which a person should look.
        var troubles: [String] {
            alerts.map { "\($0.severity): \($0.message)" }
                + [joint?.trouble, forest?.trouble, forest?.refusal].compactMap { $0 }
        }
    }

    /// What all metrics of a machine together say.
    struct Joint: Decodable {
        var score: Double
        var alarm: Bool
        var metric: String
        var since: String?

        var trouble: String? { alarm ? "odd since \(since ?? "now"), most of all \(metric)" : nil }
    }

    /// What the machine's isolation forest says.
    struct Forest: Decodable {
        var alarm: Bool
        var metric: String?
        var since: String?
        var refusal: String?

        var trouble: String? {
            alarm ? "odd to its forest since \(since ?? "now")" + (metric.map { ", most of all \($0)" } ?? "") : nil
        }
    }

    var name: String
    var version: String
    var incarnation: String
    var startedAt: String
    var broker: Broker
    var hub: Hub
    var backlog: Backlog
    var machines: [Machine]
    var offlineDays: Double?
    var readingsStored: Int
    var messagesQuarantined: Int

    /// All of it for a person; `identity` says who the agent is to its hub.
    func text(identity: String) -> String {
        let hubText =
            hub.address == nil
            ? "works alone"
            : (hub.reachable ? "reachable" : "not reachable: \(hub.detail)") + since
                + (hub.reachable && hub.detail != "reachable" ? "\n  \(hub.detail)" : "")
        let facts = [
            ["Agent", "\(name), version \(version), runs since \(startedAt)"], ["Identity", identity],
            ["Incarnation", incarnation],
            ["Broker", broker.connected ? "connected" : "not connected"], ["Hub", hubText],
            [
                "To be sent",
                "\(backlog.readings) readings, \(backlog.events) events"
                    + (backlog.oldestAt.map { ", oldest of \($0)" } ?? ""),
            ],
            ["Stored", "\(readingsStored) readings since the start, \(messagesQuarantined) messages in quarantine"],
            ["Alone for", offlineDays.map { "\(Int($0)) days at the present rate" } ?? "not known yet"],
        ]
        guard !machines.isEmpty else { return Console.table(facts) + "\n\nNo machine has published yet." }
        let rows = machines.map { machine in
            [
                machine.key, machine.status, machine.profile,
                machine.latest.sorted { $0.key < $1.key }.map {
                    "\($0.key) \(Self.short($0.value.value)) \($0.value.unit)"
                }
                .joined(separator: ", "),
                machine.troubles.joined(separator: "; "),
            ]
        }
        return Console.table(facts) + "\n\n"
            + Console.table([["Machine", "Status", "Profile", "Latest", "Alerts"]] + rows)
    }

    private var since: String { hub.since.map { " since \($0)" } ?? "" }

    private static func short(_ value: Double) -> String {
        guard value.magnitude < 1e12 else { return "\(value)" }
        let scaled = (value * 100).rounded() / 100
        return scaled == scaled.rounded() ? "\(Int(scaled))" : "\(scaled)"
    }
}
