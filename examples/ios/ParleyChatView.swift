import SwiftUI
import WebKit

/// The chat page of a Parley server.
struct ParleyChatView: UIViewRepresentable {
  let server: URL
  /// The user's token, from your backend.
  let token: String
  /// Show this room alone.
  var roomId: String?
  /// The room that is open; nil when none is.
  var onRoom: (String?) -> Void = { _ in }

  func makeCoordinator() -> Coordinator {
    Coordinator(host: server.host(), onRoom: onRoom)
  }

  func makeUIView(context: Context) -> WKWebView {
    let configuration = WKWebViewConfiguration()
    configuration.allowsInlineMediaPlayback = true
    configuration.userContentController.add(context.coordinator, name: "imkit")
    let view = WKWebView(frame: .zero, configuration: configuration)
    view.uiDelegate = context.coordinator
    view.navigationDelegate = context.coordinator
    load(in: view, context.coordinator)
    return view
  }

  func updateUIView(_ view: WKWebView, context: Context) {
    context.coordinator.onRoom = onRoom
    load(in: view, context.coordinator)
  }

  static func dismantleUIView(_ view: WKWebView, coordinator: Coordinator) {
    view.configuration.userContentController.removeScriptMessageHandler(forName: "imkit")
  }

  /// Another token or room changes the address behind the hash alone: the page stays, and follows.
  private func load(in view: WKWebView, _ coordinator: Coordinator) {
    guard let address, address != coordinator.shown else { return }
    coordinator.shown = address
    view.load(URLRequest(url: address))
  }

  /// What stands behind the hash is never sent over the network.
  private var address: URL? {
    var route = URLComponents()
    route.queryItems = [URLQueryItem(name: "token", value: token)]
    if let roomId { route.queryItems?.append(URLQueryItem(name: "roomId", value: roomId)) }
    var page = URLComponents(url: server.appending(path: "chat"), resolvingAgainstBaseURL: false)
    page?.percentEncodedFragment = "/?" + (route.percentEncodedQuery ?? "").replacingOccurrences(of: "+", with: "%2B")
    return page?.url
  }

  final class Coordinator: NSObject, WKScriptMessageHandler, WKUIDelegate, WKNavigationDelegate {
    let host: String?
    var onRoom: (String?) -> Void
    var shown: URL?

    init(host: String?, onRoom: @escaping (String?) -> Void) {
      self.host = host
      self.onRoom = onRoom
    }

    func userContentController(_: WKUserContentController, didReceive message: WKScriptMessage) {
      guard message.frameInfo.securityOrigin.host == host,
        let report = message.body as? [String: Any],
        let type = report["type"] as? String
      else { return }
      if type == "imkit:enterRoom" { onRoom(report["roomId"] as? String) }
      if type == "imkit:leaveRoom" { onRoom(nil) }
    }

    /// Links to anywhere else open in the browser.
    func webView(
      _: WKWebView, decidePolicyFor action: WKNavigationAction,
      decisionHandler: @escaping (WKNavigationActionPolicy) -> Void
    ) {
      guard let url = action.request.url, url.host() != host, action.targetFrame?.isMainFrame != false else {
        return decisionHandler(.allow)
      }
      UIApplication.shared.open(url)
      decisionHandler(.cancel)
    }

    func webView(
      _: WKWebView, createWebViewWith _: WKWebViewConfiguration,
      for action: WKNavigationAction, windowFeatures _: WKWindowFeatures
    ) -> WKWebView? {
      if let url = action.request.url { UIApplication.shared.open(url) }
      return nil
    }

    /// Voice messages and pictures: the system has asked the user already.
    func webView(
      _: WKWebView, requestMediaCapturePermissionFor origin: WKSecurityOrigin,
      initiatedByFrame _: WKFrameInfo, type _: WKMediaCaptureType,
      decisionHandler: @escaping (WKPermissionDecision) -> Void
    ) {
      decisionHandler(origin.host == host ? .grant : .deny)
    }
  }
}
