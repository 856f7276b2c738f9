/// Reads typed settings out of a document, with the environment over it and the command line over both.
///
/// A wrong value is noted and the reading goes on with the default; `finish` throws all that was noted, with what
/// stands in the document or in `MILLWRIGHT_…` and no key has asked for. The environment is handed in, never
/// read here.
public struct SettingsReader {
    private let document: ConfigurationNode
    private let environment: [String: String]
    private let flags: [String: String]
    private let readFile: (String) throws(ConfigurationMistakes) -> [UInt8]
    private var mistakes: [ConfigurationMistake] = []
    private var known: [String] = []
    private var knownNames: Set<String> = []
    /// Every setting read so far, in the order of reading.
    public private(set) var reports: [SettingReport] = []

    /// `flags` are values from the command line by key path; `readFile` reads the files of secrets.
    public init(
        document: ConfigurationNode, environment: [String: String] = [:], flags: [String: String] = [:],
        readFile: @escaping (String) throws(ConfigurationMistakes) -> [UInt8] = { path throws(ConfigurationMistakes) in
            try ConfigurationFiles.read(path, bytesMax: SecretKey.bytesMax)
        }
    ) {
        self.document = document
        self.environment = environment
        self.flags = flags
        self.readFile = readFile
    }

    /// The value of a key; its default when it is wrong or missing, which `finish` will say.
    public mutating func value<Value>(_ key: SettingKey<Value>) -> Value {
        note(path: key.path, names: [key.environmentName] + key.alternatives.map(\.name))
        let (value, origin) = look(up: key)
        let shown = key.isHidden && origin != .builtIn ? "(secret)" : key.write(value)
        reports.append(
            SettingReport(
                key: key.path, value: shown, origin: origin, about: key.about, allowed: key.allowed,
                fallback: key.isRequired ? "" : key.write(key.fallback)))
        return value
    }

    /// The secret of a key; nothing when none is set or its file cannot be read, which `finish` will say.
    public mutating func secret(_ key: SecretKey) -> Secret? {
        note(path: key.path, names: key.alternatives.map(\.name))
        for name in key.alternatives where name.holdsSecret {
            guard let text = environment[name.name], !text.isEmpty else { continue }
            reports.append(report(of: key, .environment(name.name)))
            return checked(Secret(text), key, .environment(name.name))
        }
        let path = value(key.pathKey)
        let origin = reports.last?.origin ?? .builtIn
        guard let path else {
            if key.isRequired {
                mistake(.keyMissing, origin, key.path, "\(key.about) is required", hint: "name a file that holds it")
            }
            return nil
        }
        do {
            let bytes = try readFile(expanded(path))
            return checked(Secret(String(decoding: bytes, as: UTF8.self).trimmed), key, origin)
        } catch {
            let reason = error.list.first?.message ?? "cannot be read"
            mistake(.secretMissing, origin, key.path, "\(path): \(reason)", hint: "the file must hold the secret alone")
            return nil
        }
    }

    /// Notes that values which are right one by one do not fit together.
    public mutating func conflict(at path: String, _ message: String, hint: String? = nil) {
        let origin = reports.last { $0.key == path }?.origin ?? .builtIn
        mistake(.conflict, origin, path, message, hint: hint)
    }

    /// Throws every mistake that was made; call it once, after the last key.
    public mutating func finish() throws(ConfigurationMistakes) {
        var all = mistakes
        UnknownKeys(known: known).collect(in: document, into: &all)
        all += UnknownKeys.inEnvironment(environment, known: knownNames)
        for flag in flags.keys.sorted() where !known.contains(flag) {
            let near = NearestName.of(flag, among: known).map { "did you mean `\($0)`?" }
            all.append(
                ConfigurationMistake(
                    .keyUnknown, at: SourceMark(file: "command line"), key: flag, "there is no such key", hint: near))
        }
        guard all.isEmpty else { throw ConfigurationMistakes(all) }
    }
}

extension SettingsReader {
    private mutating func look<Value>(up key: SettingKey<Value>) -> (Value, SettingOrigin) {
        guard let (raw, origin) = raw(of: key) else {
            if key.isRequired {
                mistake(
                    .keyMissing, .file(document.mark), key.path, "this key must be there: \(key.about)",
                    hint: "or set \(key.environmentName)")
            }
            return (key.fallback, .builtIn)
        }
        do {
            return (try key.parse(raw), origin)
        } catch {
            mistake(error.kind, origin, key.path, key.isHidden ? "not usable" : error.message, hint: error.hint)
            return (key.fallback, origin)
        }
    }

    private mutating func raw<Value>(of key: SettingKey<Value>) -> (RawSetting, SettingOrigin)? {
        if let text = flags[key.path] { return (.text(text), .commandLine(key.path)) }
        if let text = environment[key.environmentName] { return (.text(text), .environment(key.environmentName)) }
        for name in key.alternatives {
            guard let text = environment[name.name], !text.isEmpty else { continue }
            let isBare = text.utf8.allSatisfy { (48...57).contains($0) }
            return (.text(isBare ? text + (name.bareUnit ?? "") : text), .environment(name.name))
        }
        guard let node = document.node(at: key.path), !node.isNull else { return nil }
        switch node.content {
        case .scalar(let text, _):
            return (.text(text), .file(node.mark))
        case .list(let items):
            var texts: [String] = []
            for item in items {
                if case .scalar(let text, _) = item.content {
                    texts.append(text)
                } else {
                    mistake(.valueType, .file(item.mark), key.path, "\(item.kindName) stands where a text is expected")
                }
            }
            return (.list(texts), .file(node.mark))
        case .mapping:
            mistake(.valueType, .file(node.mark), key.path, "a section stands where a value is expected")
            return nil
        }
    }

    private mutating func checked(_ secret: Secret, _ key: SecretKey, _ origin: SettingOrigin) -> Secret? {
        guard secret.revealed.utf8.count >= key.bytesMin else {
            mistake(.secretMissing, origin, key.path, "the secret is shorter than \(key.bytesMin) bytes")
            return nil
        }
        return secret
    }

    private func expanded(_ path: String) -> String {
        guard path.hasPrefix("credential:") else { return path }
        return (environment["CREDENTIALS_DIRECTORY"] ?? ".") + "/" + path.dropFirst("credential:".count)
    }

    private func report(of key: SecretKey, _ origin: SettingOrigin) -> SettingReport {
        SettingReport(
            key: key.path, value: "(secret)", origin: origin, about: key.about, allowed: "a file", fallback: "")
    }

    private mutating func note(path: String, names: [String]) {
        known.append(path)
        knownNames.formUnion(names)
    }

    private mutating func mistake(
        _ kind: ConfigurationMistake.Kind, _ origin: SettingOrigin, _ key: String, _ message: String,
        hint: String? = nil
    ) {
        mistakes.append(ConfigurationMistake(kind, at: origin.mark, key: key, message, hint: hint))
    }
}
