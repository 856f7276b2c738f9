internal import AgentStore
internal import Logging
internal import MQTT
internal import Runtime

/// Messages that were read and cannot be taken now go back to the broker, which keeps them whole and sends them again.
///
/// The quarantine is no place for them: it is bounded, cuts long messages, and forgets the oldest, while the broker was
/// told nothing yet.
extension PlantLoop {
    /// Notes that a message was not taken, and why: nothing that this turn reads is acknowledged.
    ///
    /// What of it was taken is committed like everything else, as if the process had ended between the commit and the
    /// acknowledgement; when it comes again that is a repetition.
    func noteUntaken(_ error: any Error) {
        if replay != nil {
            // It is in the quarantine already, and stays there.
            replay?.reject((error as? PipelineError)?.code ?? "STORE_LOOKUP_FAILED", "\(error)")
            return
        }
        untaken = error
    }

    /// After reading: where a message was not taken the connection is dropped with all that it was to acknowledge.
    ///
    /// The next one is tried after the usual wait, which bounds how often this happens.
    func giveBackUntaken(messages: Int) {
        guard let error = untaken else {
            if messages > 0, storeTrouble != nil {
                storeTrouble = nil
                publishReadiness()
            }
            return
        }
        untaken = nil
        counts.givenBack &+= 1
        storeTrouble = "a message cannot be taken: \(error)"
        broker.drop()
        if let failure = error as? StoreError {
            noteStoreFailure("messages go back to the broker", failure)
        } else {
            logger.error("messages go back to the broker", metadata: ["error": "\(error)"])
        }
    }
}
