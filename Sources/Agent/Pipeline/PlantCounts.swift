internal import Observability
internal import Runtime

/// What the plant thread counts, in plain integers of its own.
struct PlantCounts {
    var messages: UInt64 = 0
    var readings: UInt64 = 0
    var duplicates: UInt64 = 0
    var rejected: UInt64 = 0
    var quarantineDropped: UInt64 = 0
    /// Of the store, since it was opened.
    var quarantineTrimmed: UInt64 = 0
    var commandsSeen: UInt64 = 0
    var commandsSent: UInt64 = 0
    var segmentsSealed: UInt64 = 0
    var rounds: UInt64 = 0
    var roundsFailed: UInt64 = 0
    var readingsThinned: UInt64 = 0
    var readingsDropped: UInt64 = 0
    var stuck: UInt64 = 0
    var givenBack: UInt64 = 0
    var syncStalls: UInt64 = 0
    var syncStops: UInt64 = 0
    var relabellings: UInt64 = 0
    var modelFetchesFailed: UInt64 = 0
    var commits: UInt64 = 0
    private var messagesCommitted: UInt64 = 0

    /// Publishes what a commit made durable.
    mutating func noteCommit(uptime: Uptime, to board: PlantBoard) {
        let taken = messages &- messagesCommitted
        guard taken > 0 else { return }
        messagesCommitted = messages
        commits &+= 1
        board.commitMessages.observe(Double(taken))
        board.readingsStored.advance(to: readings)
    }
}
