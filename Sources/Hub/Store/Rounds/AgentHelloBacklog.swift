internal import SyncWire

extension AgentHello {
    /// Records of stream D that the agent wrote and does not know to be here.
    var documentsWaiting: UInt64 {
        guard let acknowledged = documentsAcknowledged?.seq, newestDocument > acknowledged else { return 0 }
        return newestDocument - acknowledged
    }
}
