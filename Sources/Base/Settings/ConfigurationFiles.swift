internal import Glibc

/// Reads configuration files with a bound on their size; the only part of Settings that touches the disk.
public enum ConfigurationFiles {
    /// A file's bytes, at most `bytesMax`.
    public static func read(_ path: String, bytesMax: Int = 1 << 20) throws(ConfigurationMistakes) -> [UInt8] {
        let mark = SourceMark(file: path)
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .one(.fileUnreadable, mark, String(cString: strerror(errno))) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .one(.fileUnreadable, mark, String(cString: strerror(errno))) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= bytesMax else {
                throw .one(.limit, mark, "larger than \(ByteSizeText.of(bytesMax))")
            }
        }
    }

    /// The paths of a folder's `.yaml` files, sorted by name; at most 256.
    public static func yamlFiles(in folder: String) throws(ConfigurationMistakes) -> [String] {
        guard let handle = opendir(folder) else {
            throw .one(.fileUnreadable, SourceMark(file: folder), String(cString: strerror(errno)))
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasSuffix(".yaml"), !name.hasPrefix(".") else { continue }
            names.append("\(folder)/\(name)")
            guard names.count <= 256 else {
                throw .one(.limit, SourceMark(file: folder), "more than 256 files")
            }
        }
        return names.sorted()
    }

    /// A configuration file with the files of `conf.d` beside it laid over it in the order of their names.
    ///
    /// A missing `conf.d` is none; all files are read before their mistakes are thrown together.
    public static func load(_ path: String) throws(ConfigurationMistakes) -> ConfigurationNode {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let dropIns = access(folder + "/conf.d", R_OK) == 0 ? try yamlFiles(in: folder + "/conf.d") : []
        var whole: ConfigurationNode?
        var mistakes: [ConfigurationMistake] = []
        for file in [path] + dropIns {
            do {
                let node = try YAMLDocument.parse(try read(file), file: file)
                whole = whole.map { $0.merged(with: node) } ?? node
            } catch {
                mistakes += error.list
            }
        }
        guard mistakes.isEmpty, let whole else { throw ConfigurationMistakes(mistakes) }
        return whole
    }
}
