internal import HubTenancy
internal import SyncWire

extension Role {
    /// What a user of this role may do to documents.
    var authority: Authority {
        switch self {
        case .viewer: .viewer
        case .operator: .operator
        case .supervisor: .supervisor
        case .admin: .admin
        }
    }
}
