/// How far the hub said that it is beyond what a round carried, by its last answer; 0: it was not.
///
/// Answers were lost, or the folder was restored or copied. The next round then begins at the hub's newest record
/// instead of sending all that the hub has: its chain shows whether the histories are one, however few records a round
/// carries.
struct HubAhead: Sendable {
    var events: UInt64 = 0
    var documents: UInt64 = 0

    /// What an answer says of itself.
    init(_ answer: (events: UInt64, documents: UInt64), sent: (events: UInt64, documents: UInt64)) {
        events = answer.events > sent.events ? answer.events : 0
        documents = answer.documents > sent.documents ? answer.documents : 0
    }

    init() {}

    /// The record after which the next batch begins: so that it holds the hub's newest one, never one that was settled.
    static func after(_ ahead: UInt64, acknowledged: UInt64, newest: UInt64) -> UInt64 {
        ahead > acknowledged && ahead <= newest ? max(acknowledged, ahead - 1) : acknowledged
    }
}
