internal import CMosquitto
internal import Glibc

/// libmosquitto's own start, once for the process.
enum MQTTLibrary {
    /// Reads as true after the library is ready; `static let` makes it happen once, whoever comes first.
    ///
    /// SIGPIPE is ignored from then on: the library writes to sockets without MSG_NOSIGNAL, and a broker that goes away
    /// would otherwise end the process.
    static let isReady: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return mosquitto_lib_init() == 0
    }()
}
