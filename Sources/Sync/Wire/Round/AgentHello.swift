public import Telemetry

/// Who an agent is and how far it is, at the head of each round.
public struct AgentHello: Sendable, Equatable {
    /// The version of the protocol that the agent speaks.
    public var protocolVersion: UInt32
    /// The agent's software and version.
    public var software: String
    /// Made anew when the agent's folder is: seqs count within one.
    public var incarnation: IncarnationID
    /// Echoed by the answer, so that a late answer is known as such.
    public var round: UInt64
    /// Of the last answer that is durable on the agent; empty at first.
    public var resumeToken: [UInt8]
    /// Of the last answer that is durable on the agent; 0 at first.
    public var hubGeneration: UInt64
    /// What the agent knows the hub to have.
    public var acknowledged: EventCursor
    /// The newest event that the agent ever wrote.
    public var newestEvent: UInt64
    /// The newest segment that the agent ever sealed.
    public var newestSegment: UInt64
    /// What the agent knows the hub to have of stream D; nothing from an agent that has no documents.
    public var documentsAcknowledged: EventCursor?
    /// The newest record of stream D that the agent ever wrote.
    public var newestDocument: UInt64
    /// What of the hub's downlink is durable on the agent; nothing from an agent that takes none.
    public var downlink: EventCursor?
    /// The incarnation that this one was re-labelled from.
    public var predecessor: IncarnationID?
    /// Of the table by which the agent merges documents; 0: none.
    public var policyVersion: UInt32

    /// A hello of this version of the protocol, unless another is given.
    public init(
        protocolVersion: UInt32 = RoundFrame.protocolVersion, software: String, incarnation: IncarnationID,
        round: UInt64, resumeToken: [UInt8], hubGeneration: UInt64, acknowledged: EventCursor, newestEvent: UInt64,
        newestSegment: UInt64, documentsAcknowledged: EventCursor? = nil, newestDocument: UInt64 = 0,
        downlink: EventCursor? = nil, predecessor: IncarnationID? = nil, policyVersion: UInt32 = 0
    ) {
        self.protocolVersion = protocolVersion
        self.software = software
        self.incarnation = incarnation
        self.round = round
        self.resumeToken = resumeToken
        self.hubGeneration = hubGeneration
        self.acknowledged = acknowledged
        self.newestEvent = newestEvent
        self.newestSegment = newestSegment
        self.documentsAcknowledged = documentsAcknowledged
        self.newestDocument = newestDocument
        self.downlink = downlink
        self.predecessor = predecessor
        self.policyVersion = policyVersion
    }
}
