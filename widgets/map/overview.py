"""The overview of all chains on screen: pan, zoom, hover, pick."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from chains import words
from widgets.map.overview_painter import OverviewLight, OverviewPainter, link_path
from widgets.map.scene import rect
from widgets.style.roles import LIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from chains.overview import ChainLink, SharedProduct
    from widgets.map.overview_painter import OverviewPicture
    from widgets.style.roles import Roles

LEAST_ZOOM, MOST_ZOOM = 0.2, 3.0
_STEP, _MARGIN, _NEAR, _POINTS = 1.2, 14.0, 6.0, 25
_FORWARD = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Down})
_BACK = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up})


class OverviewCanvas(QWidget):
    """`chain_picked` carries a chain's code, `link_picked` a ChainLink, `left` that the user wants back."""

    chain_picked = Signal(object)
    link_picked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 140)
        self.setAccessibleName("产业链总览：方向键在产业链之间移动，回车打开，Esc 返回图谱")
        self._roles: Roles = LIGHT
        self._picture: OverviewPicture | None = None
        self._curves: NDArray[np.float64] = np.zeros((0, _POINTS, 2))
        self._light = OverviewLight()
        self._walked = False
        self._zoom, self._origin = 1.0, QPointF()
        self._pressed: QPointF | None = None
        self._moved = False
        self._fitted = True

    def show_picture(self, picture: OverviewPicture) -> None:
        """Show the overview."""
        self._picture = picture
        self._curves = _curves(picture)
        codes = {chain.code for chain in picture.overview.chains}
        self._light = OverviewLight(self._light.chain if self._light.chain in codes else "")
        if self._fitted:
            self.fit()
        self.update()

    def picture(self) -> OverviewPicture | None:
        """What is shown."""
        return self._picture

    def set_roles(self, roles: Roles) -> None:
        """Change the colours."""
        self._roles = roles
        self.update()

    def light(self) -> OverviewLight:
        """What stands out."""
        return self._light

    def screen_box(self, code: str) -> QRectF:
        """Where a chain's box is on the widget. Raises KeyError."""
        if self._picture is None:
            raise KeyError(code)
        area = rect(self._picture.layout.boxes[code])
        return QRectF(area.topLeft() * self._zoom + self._origin, area.size() * self._zoom)

    def fit(self) -> None:
        """Show all of it."""
        if self._picture is None:
            return
        layout = self._picture.layout
        across = (self.width() - 2 * _MARGIN) / layout.width
        down = (self.height() - 2 * _MARGIN) / layout.height
        self._zoom = max(LEAST_ZOOM, min(across, down, 1.3))
        left = (self.width() - layout.width * self._zoom) / 2
        self._origin = QPointF(left, (self.height() - layout.height * self._zoom) / 2)
        self._fitted = True
        self.update()

    def zoom_in(self) -> None:
        """Larger, about the middle."""
        self._zoom_about(_STEP, QPointF(self.rect().center()))

    def zoom_out(self) -> None:
        """Smaller, about the middle."""
        self._zoom_about(1 / _STEP, QPointF(self.rect().center()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The overview, or a line where there is none."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._roles.canvas))
        if self._picture is None or not self._picture.overview.chains:
            painter.setPen(QColor(self._roles.muted))
            text = "正在读取…" if self._picture is None else "还没有产业链"
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
        else:
            painter.save()
            painter.translate(self._origin)
            painter.scale(self._zoom, self._zoom)
            OverviewPainter(self._picture, self._roles, self._light, self._zoom).paint(painter)
            painter.restore()
        if self.hasFocus():
            painter.setPen(QColor(self._roles.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was shown whole stays whole."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the cursor."""
        if event.angleDelta().y():
            self._zoom_about(_STEP ** (event.angleDelta().y() / 120), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, or to click."""
        self.setFocus()
        self._pressed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or light what is below."""
        if self._pressed is not None and event.buttons():
            way = event.position() - self._pressed
            if self._moved or way.manhattanLength() > 4:
                self._origin += way
                self._pressed, self._moved, self._fitted = event.position(), True, False
                self.update()
            return
        self._walked = False
        self._shine(OverviewLight(self._chain_at(event.position()), self._link_at(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a chain opens it, on a link lists its products."""
        clicked = self._pressed is not None and not self._moved
        self._pressed = None
        if not clicked or event.button() is not Qt.MouseButton.LeftButton:
            return
        chain, link = self._chain_at(event.position()), self._link_at(event.position())
        if chain:
            self.chain_picked.emit(chain)
        elif link is not None:
            self.link_picked.emit(link)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more; what the keys chose stays chosen."""
        if not self._walked:
            self._shine(OverviewLight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go round, Enter opens, Esc goes back to the map; + - and F zoom."""
        key = Qt.Key(event.key())
        if key in _FORWARD | _BACK:
            self._walk(1 if key in _FORWARD else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._light.chain:
            self.chain_picked.emit(self._light.chain)
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_in()
        elif key is Qt.Key.Key_Minus:
            self.zoom_out()
        elif key in {Qt.Key.Key_F, Qt.Key.Key_0}:
            self.fit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tooltips: a chain's figures, a link's products."""
        if event.type() is QEvent.Type.ToolTip:
            helping: QHelpEvent = event  # type: ignore[assignment]
            QToolTip.showText(helping.globalPos(), self.tip_at(QPointF(helping.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, position: QPointF) -> str:
        """What is said of the thing at that place, as safe markup; "" for nothing."""
        if self._picture is None:
            return ""
        chains = {chain.code: chain for chain in self._picture.overview.chains}
        code, link = self._chain_at(position), self._link_at(position)
        lines: list[str] = []
        if code:
            chain = chains[code]
            lines = [chain.name, f"本地配套率 {words.rate_text(chain.local_supply_rate)}（按环节）"]
            lines.append(
                f"环节 {chain.segments}，已评估 {chain.assessed}，缺失 {chain.missing}，薄弱 {chain.weak}"
            )
        elif link is not None:
            names = {link.one: chains[link.one].name, link.other: chains[link.other].name}
            lines = [f"{' ↔ '.join(names.values())}：共享 {len(link.products)} 个产品"]
            lines += [_product_line(product, names) for product in link.products[:15]]
        return "<br>".join(html.escape(line) for line in lines)

    def _shine(self, light: OverviewLight) -> None:
        pointing = Qt.CursorShape.PointingHandCursor if light.is_on else Qt.CursorShape.ArrowCursor
        self.setCursor(pointing)
        if light != self._light:
            self._light = light
            self.update()

    def _walk(self, step: int) -> None:
        if self._picture is None or not self._picture.layout.order:
            return
        order = self._picture.layout.order
        at = order.index(self._light.chain) + step if self._light.chain in order else 0
        self._walked = True
        self._shine(OverviewLight(order[at % len(order)]))

    def _chain_at(self, position: QPointF) -> str:
        if self._picture is None:
            return ""
        boxes = self._picture.layout.boxes
        return next((code for code in boxes if self.screen_box(code).contains(position)), "")

    def _link_at(self, position: QPointF) -> ChainLink | None:
        """The link nearest to the place, where no chain is."""
        if self._picture is None or not len(self._curves) or self._chain_at(position):
            return None
        at = (position - self._origin) * (1 / self._zoom)
        nearest = _distances(self._curves, np.array([at.x(), at.y()]))
        best = int(nearest.argmin())
        return self._picture.overview.links[best] if nearest[best] <= _NEAR / self._zoom else None

    def _zoom_about(self, factor: float, centre: QPointF) -> None:
        zoom = min(MOST_ZOOM, max(LEAST_ZOOM, self._zoom * factor))
        self._origin = centre - (centre - self._origin) * (zoom / self._zoom)
        self._zoom, self._fitted = zoom, False
        self.update()


def _product_line(product: SharedProduct, names: dict[str, str]) -> str:
    if not product.gaps:
        return product.name
    lacking = {ref.chain for ref in product.gaps}
    makes = "、".join(name for code, name in names.items() if code not in lacking)
    return f"{product.name}（链间配套：{'、'.join(names[code] for code in lacking)}缺，{makes}本地有）"


def _curves(picture: OverviewPicture) -> NDArray[np.float64]:
    """Points along every link, in the order of the links."""
    found = []
    for link in picture.overview.links:
        path = link_path(link, picture.layout)
        at = [path.pointAtPercent(number / (_POINTS - 1)) for number in range(_POINTS)]
        found.append([(point.x(), point.y()) for point in at])
    return np.array(found, dtype=np.float64).reshape(-1, _POINTS, 2)


def _distances(curves: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each curve is from a place: to the nearest of its straight parts."""
    start, way = curves[:, :-1], np.diff(curves, axis=1)
    lengths = np.maximum((way**2).sum(axis=2), 1e-9)
    along = np.clip(((at - start) * way).sum(axis=2) / lengths, 0, 1)
    found: NDArray[np.float64] = np.hypot(*np.moveaxis(start + way * along[..., None] - at, 2, 0)).min(axis=1)
    return found
