import Glibc

/// What the process holds in memory, from the kernel's accounts.
package enum ResidentMemory {
    /// KB now.
    package static func kilobytes() -> Double {
        guard let file = fopen("/proc/self/statm", "r") else { return .nan }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        fgets(&line, 127, file)
        let fields = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            .split(separator: " ")
        return fields.count > 1 ? (Double(fields[1]) ?? .nan) * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_024 : .nan
    }

    /// The KB by which the process is larger after a piece of work.
    package static func grown(_ body: () throws -> Void) rethrows -> Double {
        let before = kilobytes()
        try body()
        return kilobytes() - before
    }
}
