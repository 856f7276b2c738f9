extension SettingKey where Value == String {
    /// A text that is not empty; without a default the key must be there.
    public static func text(
        _ path: String, default fallback: String? = nil, hidden: Bool = false, environment: [EnvironmentName] = [],
        about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about, allowed: "a text", fallback: fallback ?? "", isRequired: fallback == nil,
            isHidden: hidden, alternatives: environment
        ) { raw throws(SettingFault) in
            try raw.single("a text of 1 to 4096 bytes") { (1...4096).contains($0.utf8.count) ? $0 : nil }
        }
    }

    /// One of a few words.
    public static func choice(
        _ path: String, default fallback: String, of words: [String], environment: [EnvironmentName] = [],
        about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about, allowed: words.joined(separator: ", "), fallback: fallback,
            alternatives: environment
        ) { raw throws(SettingFault) in
            let near = raw.text.flatMap { NearestName.of($0, among: words) }
            return try raw.single("one of \(words.joined(separator: ", "))", hint: near.map { "did you mean `\($0)`?" })
            {
                words.contains($0) ? $0 : nil
            }
        }
    }
}

extension SettingKey where Value == String? {
    /// A text that may be left out.
    public static func optionalText(
        _ path: String, hidden: Bool = false, environment: [EnvironmentName] = [], about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about, allowed: "a text, or nothing", fallback: nil, isHidden: hidden,
            alternatives: environment, write: { $0 ?? "" }
        ) { raw throws(SettingFault) in
            try raw.single("a text of at most 4096 bytes") {
                $0.utf8.count <= 4096 ? .some($0.isEmpty ? nil : $0) : nil
            }
        }
    }
}

extension SettingKey where Value == Bool {
    /// Yes or no.
    public static func flag(
        _ path: String, default fallback: Bool, environment: [EnvironmentName] = [], about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about, allowed: "true or false", fallback: fallback, alternatives: environment
        ) { raw throws(SettingFault) in
            try raw.single("true or false", ScalarText.flag)
        }
    }
}

extension SettingKey where Value == [String] {
    /// A list of texts; a single text is a list of one, and the environment separates by commas.
    public static func list(
        _ path: String, default fallback: [String], most: Int = 64, environment: [EnvironmentName] = [], about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about, allowed: "a list of at most \(most) texts", fallback: fallback,
            alternatives: environment, write: { "[" + $0.joined(separator: ", ") + "]" }
        ) { raw throws(SettingFault) in
            let items: [String] =
                switch raw {
                case .list(let items): items
                case .text(let text): text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
                }
            guard items.count <= most else {
                throw SettingFault(.valueOutOfRange, "\(items.count) items; at most \(most)")
            }
            return items
        }
    }
}

extension SettingKey where Value == NetworkAddress {
    /// A host and a port, as `127.0.0.1:8071`.
    public static func address(
        _ path: String, default fallback: NetworkAddress, environment: [EnvironmentName] = [], about: String
    ) -> SettingKey {
        SettingKey(
            path: path, about: about, allowed: "host:port", fallback: fallback, alternatives: environment
        ) { raw throws(SettingFault) in
            try raw.single("a host and a port", hint: "write it as 127.0.0.1:8071") { NetworkAddress($0) }
        }
    }
}

extension String {
    /// This text without spaces, tabs and line ends around it.
    var trimmed: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        let start = drop(while: isSpace)
        return String(start.reversed().drop(while: isSpace).reversed())
    }
}
