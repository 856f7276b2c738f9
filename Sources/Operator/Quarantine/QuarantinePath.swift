/// Where the quarantine is on either side.
enum QuarantinePath {
    static func all(_ target: APITarget) -> String {
        target.isAgent ? "/api/quarantine" : "/api/sync/quarantine"
    }

    static func one(_ id: Int64, _ target: APITarget) -> String { "\(all(target))/\(id)" }
}
