internal import Glibc
internal import Runtime
internal import Telemetry

/// What every process shows of itself, under the names that Prometheus clients share.
public enum ProcessMetrics {
    /// Adds CPU time, resident memory, open files and the time of start to a registry.
    public static func register(in registry: MetricsRegistry) {
        let start = Double(SystemClock().now().microseconds) / 1e6
        registry.counter("process_cpu_seconds_total", help: "User and system CPU time spent, in seconds.") {
            cpuSeconds()
        }
        registry.gauge("process_resident_memory_bytes", help: "Resident memory, in bytes.") { residentBytes() }
        registry.gauge("process_open_fds", help: "Open file descriptors.") { openFiles() }
        registry.gauge("process_start_time_seconds", help: "Start of the process, in seconds since 1970.") { start }
    }

    static func cpuSeconds() -> Double {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        return seconds + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    static func residentBytes() -> Double {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 256, file) != nil else { return 0 }
        let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        guard fields.count > 1, let pages = Double(fields[1]) else { return 0 }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    static func openFiles() -> Double {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0.0
        while readdir(folder) != nil { count += 1 }
        return max(0, count - 3)  // `.`, `..` and the folder itself
    }
}
