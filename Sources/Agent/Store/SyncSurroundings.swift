public import SyncCore
public import SyncWire

/// What a `SyncShell` needs beside the store: the network, the plant's newest values, and somebody to tell.
public protocol SyncSurroundings: AnyObject {
    /// Sends a round; how it ended is handed to `SyncShell.end`, within the deadline or soon after it.
    func send(_ request: RoundRequest, deadlineSeconds: Double)

    /// Closes the connection to the hub: what is under way on it is not waited for.
    func resetConnection()

    /// The values that changed since they were last given, of so many machines at most and of all in their turn.
    func liveBatch(machinesMax: Int) -> LiveBatch?

    /// What the session has to tell.
    func note(_ report: SessionReport)

    /// What an answer settled is durable.
    func noteSettled(_ settlement: Settlement)

    /// The store could not do its part; the round is given up and tried again.
    func noteStoreFailure(_ what: String, _ error: StoreError)
}
