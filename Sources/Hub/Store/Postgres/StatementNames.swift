/// Which statements a connection has prepared, by text and parameter types.
struct StatementNames {
    private struct Key: Hashable {
        var sql: String
        var types: [UInt32]
    }

    private let capacity: Int
    private var names: [Key: String] = [:]
    private var prepared = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    var isFull: Bool { names.count >= capacity }

    /// A name that no statement of this connection ever had.
    var nextName: String { "s\(prepared)" }

    func name(of sql: String, _ types: [UInt32]) -> String? { names[Key(sql: sql, types: types)] }

    mutating func remember(_ sql: String, _ types: [UInt32], as name: String) {
        names[Key(sql: sql, types: types)] = name
        prepared += 1
    }

    mutating func forgetAll() { names = [:] }
}
