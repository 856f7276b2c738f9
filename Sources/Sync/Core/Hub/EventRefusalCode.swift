/// Why the hub takes none of a round's events.
public enum EventRefusalCode: String, Sendable, CaseIterable {
    /// Events between those that the hub has and those of the round are missing.
    case gap = "EVENT_GAP"
    /// The hub lost events that it had acknowledged; the agent sends again what it keeps.
    case hubBehind = "HUB_BEHIND"
    /// The hub has events that the agent never wrote: a restored folder.
    case agentBehind = "AGENT_BEHIND"
    /// The histories of the agent and the hub differ: a restored or copied folder that grew on.
    case chainBroken = "CHAIN_BROKEN"
}
