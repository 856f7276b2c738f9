import AgentStore
import SyncCore
import SyncWire

/// Holds each round against the credits that its agent was granted last.
enum CreditCheck {
    /// More than this of a strict stream goes only by its credit, also where something critical waits.
    private static let urgentRecords: UInt64 = 64

    /// What is broken: more was sent than was granted, or something critical waits for a credit; nothing when all is
    /// well.
    static func broken(by request: RoundRequest, of process: GatewayProcess) -> String? {
        let session = process.shell.session
        guard let backlog = try? process.store.sessionBacklog() else { return nil }
        let isCritical = backlog.newestCriticalEvent > request.hello.acknowledged.seq
        let isHeld = session.holds.contains { $0.stream == nil || $0.stream == .events }
        let events = UInt64(request.events?.records.count ?? 0)
        if isCritical, !isHeld, events == 0 { return "CRITICAL_WAITS_FOR_CREDIT" }
        let counts = [
            SyncStream.events: (events, isCritical),
            .documents: (UInt64(request.documents?.records.count ?? 0), true),
            .telemetry: (UInt64(request.segments.count), false),
        ]
        for credit in session.credits {
            guard let (count, isUrgent) = counts[credit.stream] else { continue }
            let granted = credit.isNothing ? 0 : credit.records
            if count > max(granted, isUrgent ? urgentRecords : 0) { return "CREDIT_OVERDRAWN" }
        }
        return nil
    }
}
