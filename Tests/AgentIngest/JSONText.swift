import Runtime

/// Makes random JSON.
enum JSONText {
    static func value(depth: Int, _ random: inout SeededRandom) -> String {
        switch Int.random(in: 0..<(depth > 4 ? 4 : 6), using: &random) {
        case 0: number(&random)
        case 1: text(&random)
        case 2: ["true", "false", "null"][Int.random(in: 0..<3, using: &random)]
        case 3: ["{}", "[]", "[ ]", "{ }"][Int.random(in: 0..<4, using: &random)]
        case 4: "[" + list(&random) { value(depth: depth + 1, &$0) } + "]"
        default: "{" + list(&random) { text(&$0) + " : " + value(depth: depth + 1, &$0) } + "}"
        }
    }

    private static func list(_ random: inout SeededRandom, _ item: (inout SeededRandom) -> String) -> String {
        var items: [String] = []
        for _ in 0..<Int.random(in: 1..<4, using: &random) { items.append(item(&random)) }
        return items.joined(separator: random.next() % 2 == 0 ? "," : " , ")
    }

    private static func number(_ random: inout SeededRandom) -> String {
        ["0", "-1", "12.5", "1e3", "-0.25E-2", "1234567890123", "7E+1"][Int.random(in: 0..<7, using: &random)]
    }

    private static func text(_ random: inout SeededRandom) -> String {
        let parts = ["a", "value", "\\\"", "\\\\", "\\u00e9", "é", "😀", " ", "/", "\\n", "long text without end "]
        let count = Int.random(in: 0..<6, using: &random)
        return "\"" + (0..<count).map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined() + "\""
    }
}
