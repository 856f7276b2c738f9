/// Where in a list a page stands.
struct Pagination: Sendable, Equatable, JSONRepresentable {
    static let pageSizeDefault = 20
    static let pageSizeMax = 1_000

    var page: Int
    var pageSize: Int
    var total: Int

    var json: JSONValue {
        [
            "page": .of(page), "pageSize": .of(pageSize), "total": .of(total),
            "hasMore": .bool(page * pageSize < total),
        ]
    }
}
