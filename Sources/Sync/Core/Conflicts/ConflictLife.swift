/// The life of a conflict as a table: every state with every event.
public enum ConflictLife {
    /// The state after an event; nothing when the event does not belong there, and then nothing changes.
    public static func next(_ state: ConflictState, _ event: ConflictEvent) -> ConflictState? {
        switch (state, event) {
        case (.detected, .decided): .autoResolved
        case (.detected, .opened): .open
        case (.open, .claimed), (.reopened, .claimed), (.claimed, .claimed): .claimed
        case (.claimed, .released): .open
        case (.detected, .resolved), (.open, .resolved), (.claimed, .resolved), (.reopened, .resolved),
            (.autoResolved, .resolved):
            .resolved
        case (.resolved, .propagated): .propagated
        case (.resolved, .closed), (.propagated, .closed): .closed
        case (.detected, .superseded), (.open, .superseded), (.claimed, .superseded), (.autoResolved, .superseded),
            (.reopened, .superseded):
            .superseded
        case (.autoResolved, .reopened), (.resolved, .reopened), (.propagated, .reopened), (.closed, .reopened):
            .reopened
        default: nil
        }
    }
}
