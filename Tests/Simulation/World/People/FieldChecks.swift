import SyncCore
import SyncWire
import Telemetry

/// One field after everything arrived, held against all that was ever written into it.
struct FieldChecks {
    let document: Document
    let path: FieldPath
    let entries: [WriteHistory.Entry]
    let policies: PolicyTable

    func verdict() -> String? {
        let standing = document.siblings(of: path)
        for entry in entries where !standing.contains(where: { $0.dot == entry.write.dot }) {
            let after = entries.filter { $0.knew(entry) }
            if after.isEmpty { return "WRITE_LOST: \(entry.write.dot), and nobody who wrote later knew it" }
            if let broken = latchLost(entry, after) { return broken }
        }
        for write in standing {
            guard let entry = entries.first(where: { $0.write.dot == write.dot }) else {
                return "WRITE_STRANGE: \(write.dot), which nobody was told of"
            }
            if entry.write.value != write.value { return "WRITE_CHANGED: \(write.dot)" }
            // A clear that knew a latch and did not name it lets it stand.
            let later = entries.first { $0.knew(entry) && !spares($0, entry) }
            if let later { return "WRITE_STANDS: \(write.dot), which \(later.write.dot) knew" }
        }
        return valueInForce(standing) ?? statusInForce(standing)
    }

    /// A latch that was set is set, or somebody set it again, or somebody who may has cleared it by its name.
    private func latchLost(_ entry: WriteHistory.Entry, _ after: [WriteHistory.Entry]) -> String? {
        guard isSet(entry) else { return nil }
        let ended = after.contains { later in
            isSet(later) || (later.write.names.contains(entry.write.dot) && later.write.authority >= .supervisor)
        }
        return ended ? nil : "LATCH_LOST: \(entry.write.dot) was set, and nobody cleared it by its name"
    }

    private func spares(_ later: WriteHistory.Entry, _ entry: WriteHistory.Entry) -> Bool {
        isSet(entry) && later.write.value == .flag(false) && !later.write.names.contains(entry.write.dot)
    }

    private func isSet(_ entry: WriteHistory.Entry) -> Bool {
        path.parts.first == "latch" && entry.write.value == .flag(true)
    }

    /// What holds while several writes stand, told apart from the real rules.
    private func valueInForce(_ standing: [FieldWrite]) -> String? {
        guard Set(standing.map(\.value)).count > 1 else { return nil }
        let inForce = document.value(of: path, by: policies)
        let numbers = standing.compactMap { $0.value?.number }
        switch path.parts.first {
        case "limit":
            let strictest = path.parts.last == "below" ? numbers.max() : numbers.min()
            if inForce?.number != strictest { return "LIMIT_LOOSENED: \(inForce?.description ?? "none") holds" }
        case "latch":
            if inForce != .flag(true) { return "LATCH_OPEN: a latch is set, and the field does not hold" }
        case "setpoint":
            let running = standing.filter { $0.dot.replica.side == .edge }.map(\.value)
            if !running.isEmpty, !running.contains(inForce) { return "SETPOINT_MOVED: the running value does not hold" }
        case "status":
            let words = standing.compactMap { $0.value?.text.flatMap(MachineStatus.init) }
            if inForce?.text != words.max()?.rawValue { return "STATUS_LOOSENED: \(inForce?.description ?? "none")" }
        default: break
        }
        return nil
    }

    private func statusInForce(_ standing: [FieldWrite]) -> String? {
        guard path.parts.first == "latch", standing.contains(where: { $0.value == .flag(true) }) else { return nil }
        let status = document.effectiveStatus(by: policies)
        return status == .online || status == nil ? "STARTED_LATCHED: the machine may run though it is latched" : nil
    }
}
