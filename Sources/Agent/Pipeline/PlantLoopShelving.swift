internal import AgentAutonomy
internal import AgentStore
internal import Logging
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Alerts that a person has put aside for a while (ISA-18.2, shelving): they are shown as shelved until then, and as
/// they are after it. What the agent does about a machine does not depend on it.
extension PlantLoop {
    /// Puts an alert on the shelf or takes it off, as its document says.
    func shelve(_ id: AlertID, as document: Document, on watch: MachineWatch) {
        let value = document.value(of: FieldPath(known: "shelved-until"), by: store.policies)
        let until = value?.text.flatMap(Timestamp.init(rfc3339:)).flatMap { $0 > hubNow ? $0 : nil }
        guard until != watch.shelves[id] else { return }
        watch.shelves[id] = until
        logger.notice(
            until == nil ? "an alert is off the shelf" : "an alert is on the shelf",
            metadata: ["machine": "\(watch.key)", "alert": "\(id)", "until": "\(until?.rfc3339 ?? "")"])
    }

    /// Takes alerts off the shelf whose time is over or that are over themselves.
    func endShelves(of watch: MachineWatch) {
        for (id, until) in watch.shelves where until <= hubNow || !watch.guardian.has(id) {
            watch.shelves[id] = nil
            logger.notice(
                "an alert is off the shelf", metadata: ["machine": "\(watch.key)", "alert": "\(id)", "until": ""])
        }
    }

    /// After a restart: what is on the shelf stays there.
    func restoreShelves(of watch: MachineWatch) {
        for alert in watch.guardian.openAlerts {
            if let document = (try? store.document(.alert(alert.id))) ?? nil {
                shelve(alert.id, as: document, on: watch)
            }
        }
    }
}

extension MachineWatch {
    /// The open alerts as people are to see them.
    var shownAlerts: [Alert] {
        guardian.openAlerts.map { alert in
            var shown = alert
            if shelves[alert.id] != nil { shown.state = .shelved }
            return shown
        }
    }
}
